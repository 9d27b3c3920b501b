using Emulator.Calibration;

namespace Tests.Unit.Calibration;

public sealed class ErrorSummaryTests
{
    [Fact]
    public void Ten_errors_by_hand()
    {
        ErrorSummary? summary = ErrorSummary.Of([0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8, 0.9, -1]);
        Assert.Equal(new ErrorSummary(10, Mean: 0.55, Median: 0.55, P90: 0.9, Worst: 1, Bias: -0.05), Rounded(summary!));
    }

    [Fact]
    public void One_error_is_all_its_figures() => Assert.Equal(new ErrorSummary(1, 0.2, 0.2, 0.2, 0.2, -0.2), ErrorSummary.Of([-0.2]));

    [Fact]
    public void No_error_has_no_figures() => Assert.Null(ErrorSummary.Of([]));

    private static ErrorSummary Rounded(ErrorSummary summary) => summary with { Mean = Math.Round(summary.Mean, 9), Median = Math.Round(summary.Median, 9), Bias = Math.Round(summary.Bias, 9) };
}
