using Emulator.Configuration.Behaviour;

namespace Tests.Unit.Configuration;

public class BehaviourTableTests
{
    [Fact]
    public void Every_row_is_a_difference() => Assert.All(
        BehaviourTable.Rows,
        row => Assert.NotEqual(row.Value(ServerBehaviour.Of(BehaveAs.Vllm)), row.Value(ServerBehaviour.Of(BehaveAs.Strict))));

    [Fact]
    public void Every_difference_is_a_row()
    {
        int differences = typeof(ServerBehaviour).GetProperties().Count(property => property.GetMethod!.IsPublic && !property.GetMethod.IsStatic && property.Name != "EqualityContract");

        Assert.Equal(differences, BehaviourTable.Rows.Count);
    }

    [Fact]
    public void The_reference_page_has_the_table()
    {
        string page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "reference", "http.md"));

        Assert.All(BehaviourTable.Rows, row => Assert.Contains($"| {row.What} | {string.Join(" | ", BehaviourTable.Servers.Select(server => row.Value(ServerBehaviour.Of(server.Server))))} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_chosen_server_is_marked() => Assert.Contains("behave-as                       vllm              [openai]          strict", BehaviourTable.ToYamlComment(BehaveAs.OpenAi), StringComparison.Ordinal);
}
