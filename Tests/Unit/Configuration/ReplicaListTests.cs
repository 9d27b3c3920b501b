using Emulator;
using Emulator.Configuration;

namespace Tests.Unit.Configuration;

public sealed class ReplicaListTests
{
    [Fact]
    public void One_server_is_what_it_is_without_the_option()
    {
        ReplicaList list = Resolve();

        Assert.Same(list.Common, Assert.Single(list.Replicas));
        Assert.Equal(list.Common.ToYaml(), list.ToYaml());
    }

    [Fact]
    public void Ports_and_seed_count_up_and_each_has_a_journal_of_its_own()
    {
        ReplicaList list = Resolve(("replicas", "3"), ("port", "9000"), ("seed", "7"), ("journal", "runs/x.jsonl"), ("max-num-seqs", "5"));

        Assert.Equal(
            [(9000, 50_051, 9_191, 7L, Path.Combine("runs", "x-0.jsonl"), 5), (9001, 50_052, 9_192, 8L, Path.Combine("runs", "x-1.jsonl"), 5), (9002, 50_053, 9_193, 9L, Path.Combine("runs", "x-2.jsonl"), 5)],
            list.Replicas.Select(replica => replica.Options).Select(options => (options.HttpPort, options.GrpcPort, options.AdminGrpcPort, options.Seed, options.Journal!, options.MaxNumSeqs)));
        Assert.All(list.Replicas, replica => Assert.Equal(("1", false), (replica.Options.Replicas, replica.Options.OneHttpPort)));
    }

    [Fact]
    public void Free_ports_stay_free()
    {
        ReplicaList list = Resolve(("replicas", "2"), ("http-port", "0"), ("grpc-port", "0"), ("admin-grpc-port", "0"));

        Assert.All(list.Replicas, replica => Assert.Equal((0, 0, 0), (replica.Options.HttpPort, replica.Options.GrpcPort, replica.Options.AdminGrpcPort)));
    }

    [Fact]
    public void A_file_says_where_they_differ_and_goes_over_every_other_source()
    {
        using TemporaryFile file = new("- {preset: llama3-70b-h100-tp8, http-port: 9500}\n- gpu: a100-sxm-80gb\n  max_num_seqs: 9\n");

        ReplicaList list = Resolve(("replicas", file.Path), ("gpu", "h200"), ("block-size", "32"));

        Assert.Equal(
            [("llama3-70b-h100-tp8", "h200", 8, 9500, 32, 256), ("llama3-8b-h100", "a100-sxm-80gb", 1, 8001, 32, 9)],
            list.Replicas.Select(replica => replica.Options).Select(options => (options.Preset, options.Gpu, options.TensorParallelSize, options.HttpPort, options.BlockSize, options.MaxNumSeqs)));
        Assert.Equal($"file {file.Path} line 2", list.Replicas[1].Settings.Single(setting => setting.Key == "gpu").Origin);
        Assert.Contains($"# replica 1\n#   gpu: a100-sxm-80gb  # file {file.Path} line 2\n", list.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_one_http_port_only_the_others_count_up()
    {
        ReplicaList list = Resolve(("replicas", "2"), ("one-http-port", "true"), ("http-port", "50052"), ("grpc-port", "50053"));

        Assert.True(list.HaveOneHttpPort);
        Assert.Equal([(50_052, 50_053), (50_052, 50_054)], list.Replicas.Select(replica => (replica.Options.HttpPort, replica.Options.GrpcPort)));
    }

    [Theory]
    [InlineData("0", "replicas is 0 (flag --replicas); allowed are whole numbers from 1 to 1000, and paths of files that list replicas.")]
    [InlineData("-3", "replicas is -3 (flag --replicas); allowed are whole numbers from 1 to 1000, and paths of files that list replicas.")]
    [InlineData("1001", "replicas is 1001 (flag --replicas); allowed are whole numbers from 1 to 1000, and paths of files that list replicas.")]
    [InlineData("nowhere.yaml", "configuration file 'nowhere.yaml' cannot be read: ")]
    public void A_wrong_number_or_path_is_named(string replicas, string sentence) => Assert.StartsWith(sentence, Refused(("replicas", replicas)), StringComparison.Ordinal);

    [Theory]
    [InlineData("gpu: h100\n", "is no list of mappings; allowed are items such as")]
    [InlineData("- h100\n", "is no list of mappings; allowed are items such as")]
    [InlineData("[]", "is no list of mappings; allowed are items such as")]
    [InlineData("- {gpu: h100}\n- {max-num-seq: 3}\n", "replica 1: max-num-seq (file PATH line 2) is not an option; did you mean max-num-seqs?")]
    [InlineData("- {max-num-seqs: 0}\n", "replica 0: max-num-seqs is 0 (file PATH line 1); allowed are")]
    [InlineData("- {replicas: 2}\n", "replica 0: replicas (file PATH line 1) is given for one replica; allowed is to give it for all of them.")]
    [InlineData("- {http-port: 8001}\n- {gpu: h100}\n", "http-port of replica 0 and http-port of replica 1 are 8001; allowed are different ports, or 0 for free ones.")]
    [InlineData("- {}\n- {grpc-port: 8000}\n", "http-port of replica 0 and grpc-port of replica 1 are 8000; allowed are different ports, or 0 for free ones.")]
    public void What_is_wrong_in_a_file_is_named_with_its_replica(string yaml, string sentence)
    {
        using TemporaryFile file = new(yaml);

        Assert.Contains(sentence.Replace("PATH", file.Path, StringComparison.Ordinal), Refused(("replicas", file.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_replica_on_the_common_port_gives_no_port_of_its_own()
    {
        using TemporaryFile file = new("- {http-port: 9000}\n- {}\n");

        Assert.Equal(
            $"replica 0: http-port is 9000 (file {file.Path} line 1), but one-http-port is true; allowed is to give it for all of them.",
            Refused(("replicas", file.Path), ("one-http-port", "true")));
    }

    [Fact]
    public void Ports_that_would_count_past_the_last_one_are_refused() =>
        Assert.Contains("replica 1: http-port is 65536 (replica 1); allowed are", Refused(("replicas", "2"), ("http-port", "65535")), StringComparison.Ordinal);

    private static string Refused(params (string Name, string Value)[] flags) => Assert.Throws<InvalidConfigurationException>(() => Resolve(flags)).Message;

    private static ReplicaList Resolve(params (string Name, string Value)[] flags) => ServerOptions.ParseReplicas(flags.ToDictionary(flag => flag.Name, flag => flag.Value));
}
