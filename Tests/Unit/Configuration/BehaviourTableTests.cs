using Emulator.Configuration.Behaviour;

namespace Tests.Unit.Configuration;

public class BehaviourTableTests
{
    [Fact]
    public void Every_row_is_a_difference() => Assert.All(
        BehaviourTable.Rows,
        row => Assert.NotEqual(row.Value(ServerBehaviour.Of(BehaveAs.Vllm)), row.Value(ServerBehaviour.Of(BehaveAs.Strict))));

    [Fact]
    public void Every_difference_is_in_a_row() => Assert.All(typeof(ServerBehaviour).GetProperties().Where(property => property.CanWrite), property =>
    {
        ServerBehaviour vllm = ServerBehaviour.Of(BehaveAs.Vllm);
        ServerBehaviour other = vllm with { };
        property.SetValue(other, property.GetValue(ServerBehaviour.Of(BehaveAs.Strict)));

        Assert.Contains(BehaviourTable.Rows, row => row.Value(vllm) != row.Value(other));
    });

    [Fact]
    public void The_reference_page_has_the_table()
    {
        string page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "reference", "http.md"));

        Assert.All(BehaviourTable.Rows, row => Assert.Contains($"| {row.What} | {string.Join(" | ", BehaviourTable.Servers.Select(server => row.Value(ServerBehaviour.Of(server.Server))))} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_chosen_server_is_marked() => Assert.Contains("behave-as                       vllm                [openai]            strict", BehaviourTable.ToYamlComment(BehaveAs.OpenAi), StringComparison.Ordinal);
}
