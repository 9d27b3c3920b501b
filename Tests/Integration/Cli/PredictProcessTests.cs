using System.Diagnostics;
using Emulator.Cli;

namespace Tests.Integration.Cli;

public sealed class PredictProcessTests
{
    [Fact]
    public async Task Points_come_from_a_pipe_and_go_to_one()
    {
        const int Rows = 20_000;
        using Process predict = Process.Start(new ProcessStartInfo("dotnet", [typeof(ExitCode).Assembly.Location, "predict", "--points", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = predict.StandardOutput.ReadToEndAsync();
        Task<string> error = predict.StandardError.ReadToEndAsync();
        await predict.StandardInput.WriteAsync("id,kind,gpu,op_bytes\n");
        for (int i = 0; i < Rows; i++)
        {
            await predict.StandardInput.WriteAsync($"{i},elementwise,H100,{(i == 7 ? 0 : 2_097_152)}\n");
        }

        predict.StandardInput.Close();
        await predict.WaitForExitAsync();

        string[] rows = (await output).TrimEnd().Split('\n');
        Assert.Equal((ExitCode.Done, Rows + 1, "id,predicted_us"), (predict.ExitCode, rows.Length, rows[0]));
        Assert.Equal(("6,3.3285", "7,", "19999,3.3285"), (rows[7], rows[8], rows[^1]));
        Assert.Equal("7: standard input line 9: op_bytes is '0'; allowed are numbers above 0.", (await error).TrimEnd());
    }
}
