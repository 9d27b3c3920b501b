using System.Buffers;
using Google.Protobuf.Reflection;

namespace Emulator.Api.Grpc;

/// <summary>
/// Refuses bytes in which a message that excludes others (one within a oneof) comes more than once. To protobuf all of them are one message, and the library's code copies what it has of it for
/// each that follows: 14 KB of them take 68 MiB, and a message as large as is taken hours. No client writes them.
/// </summary>
internal static class RepeatedParts
{
    // The library goes no deeper, and refuses what does.
    private const int MostLevels = 100;

    /// <summary>Looks at a message before it is parsed. Whatever else is wrong with it is left to the parser.</summary>
    /// <param name="message">Its bytes.</param>
    /// <param name="type">What they should be.</param>
    /// <exception cref="InvalidDataException">A part comes again.</exception>
    public static void Refuse(ReadOnlySequence<byte> message, MessageDescriptor type) => Walk(message, type, new Instance(), level: 0);

    private static void Walk(ReadOnlySequence<byte> message, MessageDescriptor type, Instance instance, int level)
    {
        SequenceReader<byte> reader = new(message);
        while (level < MostLevels && TryReadNumber(ref reader, out uint tag))
        {
            switch (tag & 7)
            {
                case 0 when TryReadNumber(ref reader, out _):
                case 1 when TryAdvance(ref reader, 8):
                case 5 when TryAdvance(ref reader, 4):
                case 3 or 4:
                    // Begin and end of a group, which no message here has: what is in it is looked at as if it were not.
                    continue;
                case 2 when TryReadNumber(ref reader, out uint length) && reader.UnreadSequence is var rest && TryAdvance(ref reader, length):
                    if (type.FindFieldByNumber((int)(tag >> 3)) is { FieldType: FieldType.Message } field)
                    {
                        Walk(rest.Slice(0, length), field.MessageType, PartOf(instance, field), level + 1);
                    }

                    continue;
                default:
                    return;
            }
        }
    }

    private static Instance PartOf(Instance instance, FieldDescriptor field)
    {
        if (field.IsRepeated)
        {
            return new Instance();
        }

        // A message outside of a oneof may come in pieces, at no cost; what one piece holds, another must not hold again.
        Instance part = instance.Part(field.FieldNumber, out bool isNew);
        return isNew || field.RealContainingOneof is null ? part : throw new InvalidDataException($"{field.FullName} comes more than once.");
    }

    private static bool TryAdvance(ref SequenceReader<byte> reader, uint bytes)
    {
        if (bytes > reader.Remaining)
        {
            return false;
        }

        reader.Advance(bytes);
        return true;
    }

    // Up to ten bytes, of which the library keeps the lowest 32 bits: a tag or a length may be written with more, and must be here what it will be there.
    private static bool TryReadNumber(ref SequenceReader<byte> reader, out uint number)
    {
        number = 0;
        for (int shift = 0; shift < 70 && reader.TryRead(out byte next); shift += 7)
        {
            number |= shift < 32 ? (uint)(next & 0x7f) << shift : 0;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A message that the parser will make, with those of its parts that can be there once.</summary>
    private sealed class Instance
    {
        private Dictionary<int, Instance>? _parts;

        public Instance Part(int number, out bool isNew)
        {
            _parts ??= [];
            isNew = !_parts.TryGetValue(number, out Instance? part);
            return isNew ? _parts[number] = new Instance() : part!;
        }
    }
}
