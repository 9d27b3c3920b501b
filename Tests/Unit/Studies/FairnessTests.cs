using LoadGen.Studies;

namespace Tests.Unit.Studies;

public sealed class FairnessTests
{
    [Theory]
    [InlineData(new double[] { 2, 3, 10 }, 9, new double[] { 2, 3, 4 })]
    [InlineData(new double[] { 10, 3, 2 }, 9, new double[] { 4, 3, 2 })]
    [InlineData(new double[] { 8, 8 }, 9, new double[] { 4.5, 4.5 })]
    [InlineData(new double[] { 1, 1 }, 9, new double[] { 1, 1 })]
    public void Who_wants_little_gets_it_all_and_the_others_share_the_rest_alike(double[] demands, double service, double[] shares) =>
        Assert.Equal(shares, Fairness.MaxMinShares(demands, service));

    [Theory]
    [InlineData(new double[] { 3, 3, 3 }, 1.0)]
    [InlineData(new double[] { 5, 0, 0, 0 }, 0.25)]
    [InlineData(new double[] { 1, 1, 1, 0.2 }, 0.842105)]
    public void Jains_index_is_1_for_equals_and_one_nth_for_one_who_has_all(double[] values, double index) =>
        Assert.Equal(index, Fairness.Jain(values)!.Value, 6);

    [Fact]
    public void Nothing_has_no_index() => Assert.Null(Fairness.Jain([0, 0]));
}
