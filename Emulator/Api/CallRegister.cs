using System.Globalization;
using System.Runtime.InteropServices;
using Emulator.Numerics;

namespace Emulator.Api;

/// <summary>Who is inside, by the id that clients know and by the ids of its requests, which no two have at once.</summary>
internal sealed class CallRegister
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _requestIds = new(StringComparer.Ordinal);

    // Sets, since the answers of a call may be thousands and leave in any order.
    private readonly Dictionary<string, HashSet<Answer>> _calls = new(StringComparer.Ordinal);
    private long _twins;

    /// <summary>Whether nobody is inside, nor about to be.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _requestIds.Count == 0;
            }
        }
    }

    /// <summary>Whether a request has that id.</summary>
    public bool Has(string requestId)
    {
        lock (_gate)
        {
            return _requestIds.Contains(requestId);
        }
    }

    /// <summary>Ids for the requests of a call, taken until they are given back.</summary>
    /// <param name="callId">The call's.</param>
    /// <param name="count">Its requests: one has the call's own id, several are numbered.</param>
    /// <param name="isShared">Whether other calls may have that id too; then what is taken gets an ending, as vLLM gives one to every request (<c>InputProcessor.assign_request_id</c>).</param>
    /// <returns>The ids; null = one is taken.</returns>
    public string[]? TryTake(string callId, int count, bool isShared)
    {
        string[] ids = new string[count];
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
            {
                string wanted = count == 1 ? callId : string.Create(CultureInfo.InvariantCulture, $"{callId}-{i}");
                ids[i] = wanted;
                while (!_requestIds.Add(ids[i]))
                {
                    if (!isShared)
                    {
                        Remove(ids.AsSpan(0, i));
                        return null;
                    }

                    ids[i] = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{(uint)SplitMix64.Mix((ulong)++_twins):x8}");
                }
            }
        }

        return ids;
    }

    /// <summary>Lets answers in under the ids that were taken for them.</summary>
    public void Enter(params ReadOnlySpan<Answer> answers)
    {
        lock (_gate)
        {
            foreach (Answer answer in answers)
            {
                ref HashSet<Answer>? call = ref CollectionsMarshal.GetValueRefOrAddDefault(_calls, answer.CallId, out _);
                (call ??= new HashSet<Answer>(ReferenceEqualityComparer.Instance)).Add(answer);
            }
        }
    }

    /// <summary>The answers of all calls that clients know by this id.</summary>
    public IReadOnlyList<Answer> Of(string callId)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(callId, out HashSet<Answer>? call) ? [.. call] : [];
        }
    }

    /// <summary>An answer has left; its id is free.</summary>
    public void Leave(Answer answer)
    {
        lock (_gate)
        {
            _requestIds.Remove(answer.Request.Id);
            if (_calls.TryGetValue(answer.CallId, out HashSet<Answer>? call) && call.Remove(answer) && call.Count == 0)
            {
                _calls.Remove(answer.CallId);
            }
        }
    }

    /// <summary>Gives ids back under which nobody entered.</summary>
    public void GiveBack(params ReadOnlySpan<string> requestIds)
    {
        lock (_gate)
        {
            Remove(requestIds);
        }
    }

    private void Remove(ReadOnlySpan<string> requestIds)
    {
        foreach (string id in requestIds)
        {
            _requestIds.Remove(id);
        }
    }
}
