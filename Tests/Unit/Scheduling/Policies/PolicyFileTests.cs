using System.Text.RegularExpressions;
using Emulator.Scheduling.Policies;

namespace Tests.Unit.Scheduling.Policies;

/// <summary>A policy is one file; adding one touches nothing else.</summary>
public class PolicyFileTests
{
    private static readonly Type[] s_policies =
        [.. typeof(SchedulingPolicy).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SchedulingPolicy)) && !type.IsAbstract)];

    [Fact]
    public void Every_policy_is_listed_under_its_name()
    {
        Assert.Equal(s_policies.Select(type => type.Name).Order(), PolicyCatalogue.All.Select(policy => PolicyCatalogue.Create(policy.Name).GetType().Name).Order());
        Assert.Equal(PolicyCatalogue.All.Count, PolicyCatalogue.All.Select(policy => policy.Name).Distinct().Count());
        Assert.All(PolicyCatalogue.All, policy => Assert.NotEmpty(policy.Description));
    }

    [Fact]
    public void Every_policy_has_a_file_of_its_own_and_no_other_file_names_it()
    {
        string[] sources =
        [
            .. new[] { "Emulator", "LoadGen", "Telemetry" }
                .SelectMany(folder => Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
        ];
        foreach (Type policy in s_policies)
        {
            Regex name = new($@"\b{policy.Name}\b");
            string[] naming = [.. sources.Where(file => name.IsMatch(File.ReadAllText(file)))];

            Assert.Equal([Path.Combine(SharedData.RepositoryRoot, "Emulator", "Scheduling", "Policies", $"{policy.Name}.cs")], naming);
        }
    }
}
