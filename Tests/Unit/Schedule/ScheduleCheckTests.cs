using Emulator;
using LoadGen.Schedule;
using LoadGen.Workloads;

namespace Tests.Unit.Schedule;

public sealed class ScheduleCheckTests
{
    private static readonly Workload _heavy = Workload.Load("heavy");

    [Fact]
    public void A_generated_schedule_is_what_its_workload_asks_for()
    {
        ScheduleCheck check = ScheduleCheck.Of(ScheduleGenerationTests.Generate(_heavy, 1, 300), _heavy, 1, null);
        Assert.Equal(7, check.Arrivals.Count);
        Assert.All(check.Arrivals, row =>
        {
            Assert.InRange(row.Rate / row.AskedRate!.Value, 0.92, 1.08);
            Assert.InRange(row.IndexOfDispersion!.Value, 0.75, 1.25);
            Assert.True(row.Distance < row.FivePercentPoint, $"{row.Profile}: {row.Distance}");
        });
        Assert.Equal(6 + 6 + 2, check.Lengths.Count);
        Assert.All(check.Lengths, row =>
        {
            Assert.InRange(row.Drawn.Mean / row.Asked!.Mean, 0.97, 1.03);
            Assert.InRange(row.Drawn.P50 / row.Asked.P50, 0.95, 1.05);
        });
    }

    [Fact]
    public void A_metronome_has_no_dispersion_and_no_Poisson_distance()
    {
        Workload metronome = Workload.Parse("profiles: [{ name: a, rate: 10, arrivals: constant, prompt_tokens: 5, output_tokens: 6 }]", "w.yaml");
        LoadSchedule schedule = ScheduleGenerationTests.Generate(metronome, 1, 60);
        ArrivalCheck row = ScheduleCheck.Of(schedule, metronome, 1, null).Arrivals[0];
        Assert.Equal((600, 10.0, 0.0, null), (row.FirstTurns, row.Rate, row.IndexOfDispersion, row.Distance));

        // Without the workload nobody knows that it was meant, and the distance from Poisson shows.
        ArrivalCheck unasked = ScheduleCheck.Of(schedule, null, 1, null).Arrivals[0];
        Assert.True(unasked.Distance > 10 * unasked.FivePercentPoint);
        Assert.Null(unasked.AskedRate);
    }

    [Fact]
    public void A_schedule_of_another_rate_shows()
    {
        LoadSchedule half = LoadSchedule.Generate(_heavy, 1, TimeSpan.FromSeconds(300), 0.5);
        ArrivalCheck all = ScheduleCheck.Of(half, _heavy, 1, null).Arrivals[^1];
        Assert.InRange(all.Rate / all.AskedRate!.Value, 0.48, 0.52);
        Assert.True(all.Distance > 5 * all.FivePercentPoint);
    }

    [Fact]
    public void The_window_of_a_file_is_given_or_ends_with_its_last_first_turn()
    {
        LoadSchedule file = LoadSchedule.ReadFrom(new StringReader("""{"id": "a", "at": 4, "profile": "p", "prompt_tokens": 10, "output_tokens": 5, "max_output_tokens": 8}"""));
        Assert.Equal(TimeSpan.FromSeconds(4.000001), ScheduleCheck.Of(file, null, 1, null).Window);
        Assert.Equal(0.1, ScheduleCheck.Of(file, null, 1, TimeSpan.FromSeconds(10)).Arrivals[0].Rate);
        Assert.Throws<InvalidConfigurationException>(() => ScheduleCheck.Of(file, null, 1, TimeSpan.FromSeconds(4)));
        Assert.Throws<InvalidConfigurationException>(() => ScheduleCheck.Of(LoadSchedule.ReadFrom(new StringReader("")), null, 1, null));
    }

    [Fact]
    public void Moments_of_few_values_are_known_by_hand()
    {
        Moments moments = Moments.Of([4, 1, 3, 2]);
        Assert.Equal((4, 2.5, 1, 2, 4, 4, 4), (moments.Count, moments.Mean, moments.Min, moments.P50, moments.P90, moments.P99, moments.Max));
        Assert.Equal(Math.Sqrt(1.25), moments.StandardDeviation, 12);
    }
}
