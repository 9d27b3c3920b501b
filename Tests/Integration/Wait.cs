namespace Tests.Integration;

/// <summary>Waits for what another thread is about to do, and fails when it does not.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    public static void Until(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, s_limit), $"{what} did not come about");
}
