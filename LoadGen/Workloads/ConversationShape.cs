using Emulator;

namespace LoadGen.Workloads;

/// <summary>Whether and how a request grows into a conversation.</summary>
/// <remarks>A request opens a conversation with <see cref="OpenProbability"/>; then each further turn, up to <see cref="MaxTurns"/> in all, follows with <see cref="ContinueProbability"/>.
/// With 0.8, 0.7 and 10 a request has 0.8·(0.7 + 0.7² + ... + 0.7⁹) = 1.79 follow-ups on average.</remarks>
public sealed class ConversationShape
{
    /// <summary>A conversation of the given shape.</summary>
    /// <param name="openProbability">See <see cref="OpenProbability"/>.</param>
    /// <param name="continueProbability">See <see cref="ContinueProbability"/>.</param>
    /// <param name="maxTurns">See <see cref="MaxTurns"/>.</param>
    /// <param name="think">See <see cref="Think"/>.</param>
    /// <exception cref="InvalidConfigurationException">A probability outside 0 to 1, or turns outside 2 to 1,000.</exception>
    public ConversationShape(double openProbability, double continueProbability, int maxTurns, Distribution think)
    {
        if (!(openProbability is >= 0 and <= 1))
        {
            throw new InvalidConfigurationException($"conversation.open is {openProbability}; allowed are probabilities from 0 to 1.");
        }

        if (!(continueProbability is >= 0 and <= 1))
        {
            throw new InvalidConfigurationException($"conversation.continue is {continueProbability}; allowed are probabilities from 0 to 1.");
        }

        if (maxTurns is < 2 or > 1_000)
        {
            throw new InvalidConfigurationException($"conversation.max_turns is {maxTurns}; allowed are 2 to 1000 turns, the first included.");
        }

        (OpenProbability, ContinueProbability, MaxTurns, Think) = (openProbability, continueProbability, maxTurns, think);
    }

    /// <summary>Share of requests that open a conversation at all, 0 to 1.</summary>
    public double OpenProbability { get; }

    /// <summary>Probability of each further turn in a conversation, 0 to 1.</summary>
    public double ContinueProbability { get; }

    /// <summary>Most turns of a conversation, the first included.</summary>
    public int MaxTurns { get; }

    /// <summary>Seconds from the end of a turn to the next turn's arrival.</summary>
    public Distribution Think { get; }
}
