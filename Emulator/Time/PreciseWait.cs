using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Emulator.Time;

/// <summary>
/// Waits on the calling thread for a point of <see cref="Stopwatch"/> time: sleeps to shortly before it, then spins. On Linux the sleep is
/// <c>clock_nanosleep</c> to an absolute point of the clock that Stopwatch reads, with a timer slack of 1 µs instead of the usual 50;
/// elsewhere it is <see cref="Thread.Sleep(int)"/> with a longer spin. Meant for a dedicated thread.
/// </summary>
public static partial class PreciseWait
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const int SetTimerSlack = 29;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly long SpinTicks = Stopwatch.Frequency * (OperatingSystem.IsLinux() ? 80 : 1_000) / 1_000_000;

    [ThreadStatic]
    private static bool t_slackIsSet;

    /// <summary>Returns as soon after <paramref name="stopwatchTimestamp"/> as the host allows; at once when it has passed.</summary>
    public static void Until(long stopwatchTimestamp)
    {
        long sleepUntil = stopwatchTimestamp - SpinTicks;
        if (Stopwatch.GetTimestamp() < sleepUntil)
        {
            Sleep(sleepUntil);
        }

        while (Stopwatch.GetTimestamp() < stopwatchTimestamp)
        {
            Thread.SpinWait(20);
        }
    }

    private static void Sleep(long until)
    {
        // Stopwatch is CLOCK_MONOTONIC in nanoseconds on Linux; should a runtime ever change that, the portable way still holds.
        if (OperatingSystem.IsLinux() && Stopwatch.Frequency == NanosecondsPerSecond)
        {
            if (!t_slackIsSet)
            {
                _ = SetProcessControl(SetTimerSlack, 1_000, 0, 0, 0);
                t_slackIsSet = true;
            }

            Timespec deadline = new() { Seconds = (nint)(until / NanosecondsPerSecond), Nanoseconds = (nint)(until % NanosecondsPerSecond) };
            while (SleepUntil(ClockMonotonic, AbsoluteTime, deadline, 0) != 0 && Stopwatch.GetTimestamp() < until)
            {
                // Interrupted by a signal: the deadline is absolute, so the same call goes on.
            }

            return;
        }

        for (long left = until - Stopwatch.GetTimestamp(); left > 0; left = until - Stopwatch.GetTimestamp())
        {
            Thread.Sleep((int)(left * 1_000 / Stopwatch.Frequency));
            if (left * 1_000 < Stopwatch.Frequency)
            {
                return;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SleepUntil(int clock, int flags, in Timespec deadline, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
