using System.CommandLine;
using System.Text.RegularExpressions;
using Emulator.Cli;
using Emulator.Configuration;
using LoadGen.Cli;
using YamlDotNet.RepresentationModel;

namespace Tests.Integration.Deployment;

/// <summary>What <c>docker compose up</c> would start: there may be no Docker here, but names, ports and options must fit together.</summary>
public partial class ComposeFileTests
{
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "deploy", "Dockerfile"));
    private static readonly YamlMappingNode Services = (YamlMappingNode)Load()["services"];

    [Fact]
    public void It_starts_a_collector_a_server_and_a_load() =>
        Assert.Equal(["jaeger", "emulator", "loadgen"], Services.Children.Keys.Select(key => key.ToString()));

    [Fact]
    public void Images_are_pinned_or_built_here()
    {
        Assert.Matches(@"^jaegertracing/jaeger:2\.\d+\.\d+$", Text("jaeger", "image"));
        Assert.All(["emulator", "loadgen"], service =>
        {
            YamlNode build = Service(service)["build"];
            Assert.Equal((".", "deploy/Dockerfile"), (build["context"].ToString(), build["dockerfile"].ToString()));
        });
        Assert.All(
            Regex.Matches(Dockerfile, @"^FROM (\S+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value),
            image => Assert.Matches(@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0$", image));
        Assert.Contains("USER $APP_UID", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_published_on_loopback_only() => Assert.All(
        Services.Children.Keys.SelectMany(service => List(service.ToString(), "ports")),
        port => Assert.Matches(@"^127\.0\.0\.1:(\d+):\1$", port));

    [Fact]
    public void The_server_is_given_options_that_it_has_and_values_that_it_takes()
    {
        string[] command = List("emulator", "command");
        Dictionary<string, string> flags = Flags(command);

        ServerOptions options = ServerOptions.Parse(flags).Options;

        Assert.Equal("serve", command[0]);
        EngineSetup.From(options);
        Assert.Equal(("seed-tp8", "0.0.0.0"), (options.Preset, options.Host));
        Assert.Contains($"127.0.0.1:{options.GrpcPort}:{options.GrpcPort}", List("emulator", "ports"));
        Assert.Contains($"127.0.0.1:{options.HttpPort}:{options.HttpPort}", List("emulator", "ports"));
        Assert.Contains($"EXPOSE {options.GrpcPort} {options.HttpPort}", Dockerfile, StringComparison.Ordinal);
        Assert.Contains($"/dev/tcp/127.0.0.1/{options.GrpcPort}", string.Join(' ', Sequence(Service("emulator")["healthcheck"]["test"])), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_s_own_command_is_one_that_the_server_has()
    {
        string[] command = [.. Regex.Matches(Regex.Match(Dockerfile, @"^CMD \[(.*)\]", RegexOptions.Multiline).Groups[1].Value, "\"([^\"]*)\"").Select(match => match.Groups[1].Value)];

        Assert.Empty(CommandLine.Root().Parse([.. command, "--print-config"]).Errors);
        Assert.Equal("0.0.0.0", ServerOptions.Parse(Flags(command)).Options.Host);
    }

    [Fact]
    public void The_load_is_fired_at_the_server_with_options_that_the_load_generator_has()
    {
        string[] command = List("loadgen", "command");
        RootCommand root = LoadGenCommand.Create();

        Assert.Empty(root.Parse(command).Errors);
        Assert.Equal(("grpc://emulator:50051", "heavy"), (Flags(command)["target"], Flags(command)["workload"]));
    }

    [Fact]
    public void The_load_waits_until_the_server_is_healthy() =>
        Assert.Equal("service_healthy", Service("loadgen")["depends_on"]["emulator"]["condition"].ToString());

    [Theory]
    [InlineData("emulator")]
    [InlineData("loadgen")]
    public void Both_programs_send_their_traces_to_the_collector(string service)
    {
        Dictionary<string, string> variables = ((YamlMappingNode)Service(service)["environment"]).Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString());

        Assert.Equal(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://jaeger:4317", ["OTEL_METRICS_EXPORTER"] = "none" }, variables);
    }

    [Theory]
    [InlineData("Emulator", "emulator")]
    [InlineData("LoadGen", "loadgen")]
    public void The_image_holds_both_programs_where_they_are_started(string project, string folder)
    {
        Assert.Contains($"dotnet publish {project} -c Release --no-restore -o /app/{folder}", Dockerfile, StringComparison.Ordinal);
        string entry = folder == "emulator" ? Regex.Match(Dockerfile, @"^ENTRYPOINT (.*)$", RegexOptions.Multiline).Value : string.Join(' ', List(folder, "entrypoint"));
        Assert.Contains($"/app/{folder}/{project}.dll", entry, StringComparison.Ordinal);
    }

    private static YamlMappingNode Load()
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static YamlMappingNode Service(string name) => (YamlMappingNode)Services[name];

    private static string Text(string service, string key) => Service(service)[key].ToString();

    private static string[] List(string service, string key) => Service(service).Children.TryGetValue(key, out YamlNode? list) ? Sequence(list) : [];

    private static string[] Sequence(YamlNode list) => [.. ((YamlSequenceNode)list).Select(item => WithDefaults(item.ToString()))];

    // ${NAME:-value} without the variable is its value.
    private static string WithDefaults(string text) => Interpolation().Replace(text, match => match.Groups[1].Value);

    private static Dictionary<string, string> Flags(string[] command)
    {
        Assert.All(command[1..].Where((_, i) => i % 2 == 0), flag => Assert.StartsWith("--", flag, StringComparison.Ordinal));
        return command[1..].Chunk(2).ToDictionary(pair => pair[0][2..], pair => pair[1]);
    }

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Interpolation();
}
