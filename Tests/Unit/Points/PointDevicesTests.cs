using Emulator;
using Emulator.Cli;
using Emulator.Hardware;
using Tests.Unit.Cli;
using Tests.Unit.Configuration;

namespace Tests.Unit.Points;

public sealed class PointDevicesTests
{
    private static readonly string s_device = CatalogueFile.Write(GpuCatalogue.Find("H100") with { Name = "Mine", Aliases = ["own"], BytesPerSecond = 6.7e12 });

    [Fact]
    public async Task A_device_of_ones_own_stands_beside_those_of_the_catalogue()
    {
        using TemporaryFile device = new(s_device);
        using TemporaryFile points = new("id,kind,gpu,m,n,k\nmine,linear,mine,16,8192,8192\nalias,linear,OWN,16,8192,8192\ntheirs,linear,H100,16,8192,8192\n");

        (int exitCode, string output, string error) = await EmulatorRun.Of("predict", "--points", points.Path, "--hardware", device.Path);

        Assert.Equal((ExitCode.Done, ""), (exitCode, error));
        double[] times = [.. output.TrimEnd().Split('\n')[1..].Select(line => double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(times[0], times[1]);
        Assert.True(times[0] < times[2]);
    }

    [Fact]
    public async Task The_same_device_twice_is_refused()
    {
        using TemporaryFile device = new(s_device);

        (int exitCode, _, string error) = await EmulatorRun.Of("predict", "--points", "-", "--hardware", device.Path, "--hardware", device.Path);

        Assert.Equal((ExitCode.BadUsage, $"--hardware is '{device.Path}', which describes Mine again; allowed are files of different devices.\n"), (exitCode, error));
    }

    [Fact]
    public async Task A_device_file_that_is_missing_is_named()
    {
        (int exitCode, _, string error) = await EmulatorRun.Of("predict", "--points", "-", "--hardware", "nowhere.json");

        Assert.Equal((ExitCode.BadUsage, "hardware is 'nowhere.json', but there is no such file; allowed are paths of files.\n"), (exitCode, error));
    }
}
