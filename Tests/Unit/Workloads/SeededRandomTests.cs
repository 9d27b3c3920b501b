using LoadGen.Workloads;

namespace Tests.Unit.Workloads;

public sealed class SeededRandomTests
{
    // Computed apart from this code, by an implementation that gives the published outputs of xoshiro256** (state 1, 2, 3, 4) and SplitMix64 (1234567).
    [Theory]
    [InlineData(0, "", 0x1E28178EEDBF0F30, 0x32DADB1A9E4A4D08, 0x4EF49088479A6D5C)]
    [InlineData(1, "doc_processor/arrivals", 0xD81CE01F42416CAB, 0x7E4933D5B0E75DDD, 0xD5BE04E9087826E3)]
    [InlineData(-7, "light/lengths", 0xF0A0ADEC7E5C64F0, 0x5355A742F2E764FA, 0x36A134EA8D99A6F5)]
    public void A_seed_and_a_name_give_these_bits_on_every_machine(long seed, string stream, ulong first, ulong second, ulong third)
    {
        SeededRandom random = new(seed, stream);
        Assert.Equal([first, second, third], [random.NextBits(), random.NextBits(), random.NextBits()]);
    }

    [Fact]
    public void Uniform_numbers_fill_the_open_interval_evenly()
    {
        SeededRandom random = new(1, "uniform");
        int[] tenths = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextUniform();
            Assert.True(value is > 0 and < 1);
            tenths[(int)(value * 10)]++;
        }

        // Nine degrees of freedom: 27.9 is exceeded in one case of a thousand.
        Assert.True(tenths.Sum(count => Math.Pow(count - 10_000, 2) / 10_000) < 27.9);
    }

    [Fact]
    public void Streams_of_one_seed_are_not_correlated()
    {
        SeededRandom a = new(1, "a");
        SeededRandom b = new(1, "b");
        double product = Enumerable.Range(0, 100_000).Average(_ => (a.NextUniform() - 0.5) * (b.NextUniform() - 0.5));

        // Standard error of the mean product: 1/12/√100,000.
        Assert.InRange(product, -4 / 12.0 / Math.Sqrt(100_000), 4 / 12.0 / Math.Sqrt(100_000));
    }
}
