using System.Diagnostics;
using Emulator.Admission;
using Emulator.Content;
using Emulator.Engine;
using Emulator.Tracing;
using Microsoft.AspNetCore.Connections;

namespace Emulator.Api;

/// <summary>
/// One request from its arrival at a door to its end. Here, and nowhere else, a door's request is counted, let in or refused, followed token
/// by token, and given up when its client has gone.
/// </summary>
internal static class RequestLifetime
{
    // A client that reads takes what is on its way in less; one that does not has lost its answer anyway.
    private static readonly TimeSpan s_patienceWithReader = TimeSpan.FromSeconds(1);

    /// <summary>Takes a request through.</summary>
    /// <param name="reception">Where it arrives.</param>
    /// <param name="read">Makes the request of what came over the wire; may throw <see cref="RefusedException"/>.</param>
    /// <param name="write">Writes tokens to the client. It is awaited: while the client does not read, tokens wait in the request's buffer. Given up when the request has ended and the client still does not read.</param>
    /// <param name="origin">What it asks for, and whose trace it belongs to.</param>
    /// <param name="client">Whether the client is still there, and how long it waits.</param>
    /// <returns>Why it was not answered; null when it was.</returns>
    public static Task<Refusal?> RunAsync(Reception reception, Func<ValueTask<GenerationRequest>> read, Func<Answer, TokenSpan, Task> write, RequestOrigin origin, ClientPatience client) =>
        RunAllAsync(
            reception,
            async () =>
            {
                // The message is there already.
                reception.RequireRoom(1);
                return [await read().ConfigureAwait(false)];
            },
            write,
            origin,
            client);

    /// <summary>
    /// Takes a call through that may ask for several answers: each is a request of its own to the engine and its books, all are let in or none, and one that
    /// fails ends the others. Their tokens are written one after the other, as they come. With <paramref name="writesAborted"/>, what whoever operates the server ended
    /// is an answer, if a short one, whose last tokens are written as those of any other, or none; otherwise it is a refusal.
    /// </summary>
    public static async Task<Refusal?> RunAllAsync(
        Reception reception, Func<ValueTask<IReadOnlyList<GenerationRequest>>> read, Func<Answer, TokenSpan, Task> write, RequestOrigin origin, ClientPatience client, bool writesAborted = false)
    {
        reception.Engine.Ledger.Receive();
        PromptTokenizer.StopWhen(client.Gone);
        Activity? span = reception.Spans.Begin(origin.Operation, requestedModel: null, origin.Caller);
        IReadOnlyList<Answer> answers;
        try
        {
            answers = await reception.AdmitAsync(read, origin.Operation, SpanOf, client).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            return Refuse(refused.Refusal);
        }
        catch (IOException unreadable) when (unreadable is not ConnectionResetException && !client.Gone.IsCancellationRequested)
        {
            return Refuse(ErrorTable.RefusalOf(unreadable));
        }
        catch (Exception problem) when (problem is ConnectionResetException || (client.Gone.IsCancellationRequested && GoneClient.Explains(problem)))
        {
            return Refuse(ErrorTable.ClientGone);
        }
        catch
        {
            reception.EndOutside(span, origin.Operation, Outcome.Failed, RefusalCode.ServerError);
            throw;
        }

        if (answers.Count == 1)
        {
            return await FollowToEndAsync(reception, answers[0], write, client, writesAborted).ConfigureAwait(false);
        }

        using SemaphoreSlim turn = new(1);
        int failed = 0;
        Refusal?[] refusals = await Task.WhenAll(answers.Select(FollowOneAsync)).ConfigureAwait(false);
        return refusals.FirstOrDefault(refusal => refusal is not null);

        Activity? SpanOf(int index) => index == 0 ? span : reception.Spans.Begin(origin.Operation, requestedModel: null, origin.Caller);

        Refusal Refuse(Refusal refusal)
        {
            reception.EndOutside(span, origin.Operation, refusal.Outcome, refusal.Reason);
            return refusal;
        }

        async Task<Refusal?> FollowOneAsync(Answer answer)
        {
            Refusal? refusal = await FollowToEndAsync(reception, answer, InTurnAsync, client, writesAborted).ConfigureAwait(false);
            if (refusal is not null && Interlocked.Exchange(ref failed, 1) == 0)
            {
                // The first ends all the others, and they nobody: of thousands each would ask for the end of thousands.
                foreach (Answer other in answers.Where(other => other != answer))
                {
                    reception.Engine.Abort(other.Request, refusal.Outcome, refusal.Reason);
                }
            }

            return refusal;
        }

        async Task InTurnAsync(Answer answer, TokenSpan tokens)
        {
            await turn.WaitAsync().ConfigureAwait(false);
            try
            {
                await write(answer, tokens).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    /// <summary>From here on the engine counts the outcome, once, whatever happens.</summary>
    private static async Task<Refusal?> FollowToEndAsync(Reception reception, Answer answer, Func<Answer, TokenSpan, Task> write, ClientPatience client, bool writesAborted)
    {
        // Heard once for the whole answer: a wait for a token that can be cancelled is an object, and so would be every token.
        using CancellationTokenRegistration leaving = client.Gone.UnsafeRegister(_ => GiveUp(), null);
        bool isWritten = false;
        try
        {
            TokenSpan? left = await FollowAsync(answer, write, reception.StreamIntervalOf(answer.Asked), client.Gone).ConfigureAwait(false);
            if (writesAborted && left is { } end && answer.IsAborted)
            {
                isWritten = await WrittenAsync(write(answer, end), answer.Request).ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (client.Gone.IsCancellationRequested && GoneClient.Explains(problem))
        {
            // The engine knows.
        }
        catch (Exception problem) when (client.HasWaitedLongEnough && GoneClient.Explains(problem))
        {
            GiveUp();
        }
        catch
        {
            reception.Engine.Abort(answer.Request, Outcome.Failed, RefusalCode.ServerError);
            throw;
        }
        finally
        {
            await EndedAsync(answer.Request).ConfigureAwait(false);
            RequestSpans.End(answer.Request);
            reception.Forget(answer);
        }

        return isWritten ? null : ErrorTable.RefusalOf(answer.Request);

        void GiveUp() => reception.Engine.Abort(answer.Request, client.HasWaitedLongEnough ? Outcome.TimedOut : Outcome.Cancelled, RefusalCode.ClientGone);
    }

    /// <summary>Writes tokens as they come.</summary>
    /// <returns>What is left to write where the engine ended the request before its last token; null when nobody would read it.</returns>
    private static async Task<TokenSpan?> FollowAsync(Answer answer, Func<Answer, TokenSpan, Task> write, int interval, CancellationToken clientGone)
    {
        LiveRequest request = answer.Request;
        int ready = 0;
        int written = 0;
        bool wroteAtOnce = false;
        while (true)
        {
            ValueTask<bool> next = request.Stream.WaitToReadAsync(CancellationToken.None);
            if (wroteAtOnce && next.IsCompleted)
            {
                // A loop that never waits keeps its thread, and never sees that its client has gone.
                await TokenTurns.Yield();
            }

            // The first token does not stand in line behind those of others.
            if (!(written == 0 ? await next.ConfigureAwait(false) : await TokenTurns.For(next)))
            {
                break;
            }

            wroteAtOnce = false;
            if (clientGone.IsCancellationRequested)
            {
                return null;
            }

            while (request.Stream.TryRead(out TokenBatch batch))
            {
                ready += batch.Count;
            }

            bool isLast = ready == answer.Length;
            if (isLast)
            {
                await request.Ended.ConfigureAwait(false);
            }
            else if ((written > 0 && ready - written < interval) || request.Outcome == Outcome.Cancelled)
            {
                // Too few yet, and not the first, which never waits; or the client did not read what it has, and will not read this.
                continue;
            }

            Task writing = write(answer, new TokenSpan(written, ready - written, isLast));
            wroteAtOnce = writing.IsCompletedSuccessfully;
            if (!await WrittenAsync(writing, request).ConfigureAwait(false))
            {
                return null;
            }

            written = ready;
        }

        return clientGone.IsCancellationRequested ? null : new TokenSpan(written, ready - written, IsLast: true);
    }

    /// <summary>
    /// Waits for a write, but not for ever: once the engine has ended the request without completing it, a client that does not read must
    /// not hold on to its id and its span.
    /// </summary>
    /// <returns>False when the client did not take it in time; the write is then still under way.</returns>
    private static async ValueTask<bool> WrittenAsync(Task writing, LiveRequest request)
    {
        if (!writing.IsCompleted && await Task.WhenAny(writing, request.Over).ConfigureAwait(false) != writing && request.Outcome != Outcome.Completed
            && await Task.WhenAny(writing, Task.Delay(s_patienceWithReader)).ConfigureAwait(false) != writing)
        {
            // It fails when the connection goes, and nobody waits for it any more.
            _ = writing.ContinueWith(static left => left.Exception, TaskScheduler.Default);
            return false;
        }

        await writing.ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until the engine has ended the request, so that its id is free and its outcome known.</summary>
    private static async Task EndedAsync(LiveRequest request)
    {
        while (await request.Stream.WaitToReadAsync().ConfigureAwait(false))
        {
            while (request.Stream.TryRead(out _))
            {
            }
        }
    }
}
