using CsCheck;
using Emulator.KvCache;
using Emulator.Scheduling;
using Emulator.Scheduling.Policies;

namespace Tests.Unit.Scheduling.Policies;

/// <summary>The fair share policy beside one that keeps a list and looks at all tenants each time.</summary>
public class FairShareOrderTests
{
    private const int Tenants = 12;

    [Fact]
    public void Requests_wait_in_the_order_that_a_look_at_all_tenants_gives() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1_000]).Array[1, 300].Sample(
            moves =>
            {
                Both both = new();
                foreach ((int kind, int number) in moves)
                {
                    both.Move(kind, number);
                    Sequence[] expected = [.. both.Expected()];

                    Assert.Same(expected.FirstOrDefault(), both.Policy.Front);
                    Assert.Equal(expected.Select(sequence => sequence.Id), both.Policy.InOrder().Select(sequence => sequence.Id));
                    Assert.Equal(expected.Length, both.Policy.Count);
                }
            },
            iter: 2_000);

    private sealed class Both
    {
        private readonly List<Sequence> _waiting = [];
        private readonly List<Sequence> _running = [];
        private readonly Dictionary<string, long> _served = [];
        private string? _lastToLeave;
        private int _arrivals;

        public SchedulingPolicy Policy { get; } = PolicyCatalogue.Create("fair");

        public IEnumerable<Sequence> Expected()
        {
            Dictionary<string, long> served = new(_served);
            List<Sequence> left = [.. _waiting.OrderBy(sequence => sequence.Arrival)];
            while (left.Count > 0)
            {
                Sequence next = left.GroupBy(sequence => sequence.Tenant).Select(tenant => tenant.First()).MinBy(first => (served[first.Tenant], first.Arrival))!;
                yield return next;
                left.Remove(next);
                served[next.Tenant] += next.Preemptions == 0 ? next.Remaining : 0;
            }
        }

        public void Move(int kind, int number)
        {
            switch (kind)
            {
                case 0 or 1:
                    Add($"tenant {number % Tenants}", prompt: 1 + (number % 47));
                    break;
                case 2 or 3 when Policy.Front is { } front:
                    Leave(front);
                    _running.Add(front);
                    Policy.Admitted(front, front.Tokens);
                    _served[front.Tenant] += front.Preemptions == 0 ? front.Tokens : 0;
                    break;
                case 4 when _running.Count > 0:
                    Policy.Sampled(_running);
                    _running.ForEach(sequence => _served[sequence.Tenant] += 2);
                    break;
                case 5 when _running.Count > 0:
                    Sequence preempted = _running[number % _running.Count];
                    _running.Remove(preempted);
                    preempted.Preemptions++;
                    _waiting.Add(preempted);
                    Policy.Return(preempted);
                    break;
                case 6 when _waiting.Count > 0:
                    Sequence aborted = _waiting[number % _waiting.Count];
                    Leave(aborted);
                    Policy.Ended(aborted);
                    break;
                default:
                    break;
            }
        }

        private void Add(string tenant, int prompt)
        {
            string id = $"r{_arrivals}";
            Sequence sequence = new(id, new TokenSequence(TokenRun.OfPart(id, prompt)), 10, 10) { Tenant = tenant, Arrival = _arrivals++ };
            if (_waiting.TrueForAll(other => other.Tenant != tenant))
            {
                long level = _waiting.Count > 0 ? _waiting.Min(other => _served[other.Tenant]) : _lastToLeave is null ? 0 : _served[_lastToLeave];
                _served[tenant] = Math.Max(_served.GetValueOrDefault(tenant), level);
            }

            _waiting.Add(sequence);
            Policy.Add(sequence);
        }

        private void Leave(Sequence sequence)
        {
            _waiting.Remove(sequence);
            Policy.Remove(sequence);
            _lastToLeave = _waiting.TrueForAll(other => other.Tenant != sequence.Tenant) ? sequence.Tenant : _lastToLeave;
        }
    }
}
