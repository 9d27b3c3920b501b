using Emulator.Api;
using Emulator.Engine;
using Emulator.KvCache;

namespace Tests.Unit.Api;

public sealed class CallRegisterTests
{
    private readonly CallRegister _register = new();

    [Fact]
    public void An_id_is_nobody_elses_unless_it_is_shared()
    {
        Assert.Equal("a", Assert.Single(_register.TryTake("a", 1, isShared: false)!));
        Assert.Null(_register.TryTake("a", 1, isShared: false));
        string twin = Assert.Single(_register.TryTake("a", 1, isShared: true)!);
        Assert.StartsWith("a-", twin, StringComparison.Ordinal);
        Assert.True(_register.Has(twin));
    }

    [Fact]
    public void Where_one_id_of_several_is_taken_none_is()
    {
        Assert.NotNull(_register.TryTake("a-2", 1, isShared: false));

        Assert.Null(_register.TryTake("a", 3, isShared: false));

        Assert.Equal((false, false, true), (_register.Has("a-0"), _register.Has("a-1"), _register.Has("a-2")));
    }

    [Fact]
    public void All_who_share_an_id_are_found_by_it_until_they_have_left()
    {
        Answer[] answers = [.. Enumerable.Range(0, 2).Select(_ => AnswerOf(_register.TryTake("a", 1, isShared: true)!.Single(), "a"))];
        _register.Enter(answers);
        Assert.Equal(answers, _register.Of("a"));

        _register.Leave(answers[0]);
        Assert.Equal([answers[1]], _register.Of("a"));

        _register.Leave(answers[1]);
        Assert.Empty(_register.Of("a"));
        Assert.True(_register.IsEmpty);
    }

    private static Answer AnswerOf(string id, string callId) => new(
        new LiveRequest(id, new TokenSequence(TokenRun.OfPart(id, 1)), 1, 1, 1), callId, 0, new GenerationRequest { Prompt = name => new TokenSequence(TokenRun.OfPart(name, 1)) }, null!, DateTimeOffset.UnixEpoch);
}
