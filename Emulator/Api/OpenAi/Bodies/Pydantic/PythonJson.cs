using System.Text;
using System.Text.RegularExpressions;

namespace Emulator.Api.OpenAi.Bodies.Pydantic;

/// <summary>
/// JSON as Python's <c>json</c> module takes it, which is what stands in front of vLLM: where a text stops being JSON, in that module's words, and which of its numbers
/// only Python knows.
/// </summary>
internal sealed partial class PythonJson
{
    /// <summary>What is wrong with a whole number that has too many digits: for Python no fault of the JSON.</summary>
    public const string LongNumber = "Exceeds the limit for integer string conversion";

    private const string NoValue = "Expecting value";
    private const string NoName = "Expecting property name enclosed in double quotes";
    private readonly string _text;
    private readonly List<Range> _notFinite = [];
    private readonly Stack<char> _open = [];
    private int _at;

    private PythonJson(string text) => _text = text;

    /// <summary>What a text is to Python.</summary>
    /// <returns>What is wrong, with its place in characters from 0; or null, and the text as JSON proper, with NaN and Infinity as strings.</returns>
    public static ((string Message, int Position)? Fault, string Json) Read(string text)
    {
        PythonJson reader = new(text);
        if (reader.FaultOfDocument() is { } message)
        {
            return ((message, CharactersBefore(text, reader._at)), text);
        }

        StringBuilder json = new();
        int copied = 0;
        foreach (Range word in reader._notFinite)
        {
            json.Append(text, copied, word.Start.Value - copied).Append('"').Append(text[word]).Append('"');
            copied = word.End.Value;
        }

        return (null, json.Append(text, copied, text.Length - copied).ToString());
    }

    /// <summary>Whether so many digits stand in a row that they may be such a number; quickly, since hardly any body has them.</summary>
    public static bool MayHoldLongNumber(ReadOnlySpan<byte> json)
    {
        const int enough = LaxNumbers.LongestText + 1;
        for (int at = enough - 1; at < json.Length; at += enough)
        {
            if (!char.IsAsciiDigit((char)json[at]))
            {
                continue;
            }

            int begin = json[..at].LastIndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            int length = json[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if ((length < 0 ? json.Length : at + length) - begin >= enough)
            {
                return true;
            }
        }

        return false;
    }

    // A value, then what follows it: no recursion, however deep.
    private string? FaultOfDocument()
    {
        SkipBlanks();
        while (true)
        {
            if (FaultOfValue() is { } fault)
            {
                return fault;
            }

            bool isWhole = true;
            while (isWhole && _open.Count > 0)
            {
                if (FaultOfEnd(out isWhole) is { } noEnd)
                {
                    return noEnd;
                }
            }

            if (isWhole)
            {
                SkipBlanks();
                return _at == _text.Length ? null : "Extra data";
            }
        }
    }

    // Goes down to the first value that has no values in it.
    private string? FaultOfValue()
    {
        while (Next is '{' or '[')
        {
            _open.Push(_text[_at++]);
            SkipBlanks();
            if (Next == Closing)
            {
                _at++;
                _open.Pop();
                return null;
            }

            if (_open.Peek() == '{' && FaultOfName() is { } noName)
            {
                return noName;
            }
        }

        return Next == '"' ? FaultOfText() : FaultOfWord();
    }

    // What stands behind a value in a list or an object: its end, or another value.
    private string? FaultOfEnd(out bool isWhole)
    {
        SkipBlanks();
        isWhole = Next == Closing;
        if (isWhole)
        {
            _at++;
            _open.Pop();
            return null;
        }

        if (Next != ',')
        {
            return "Expecting ',' delimiter";
        }

        _at++;
        SkipBlanks();
        return _open.Peek() == '{' ? FaultOfName() : null;
    }

    private string? FaultOfName()
    {
        if (Next != '"')
        {
            return NoName;
        }

        if (FaultOfText() is { } fault)
        {
            return fault;
        }

        SkipBlanks();
        if (Next != ':')
        {
            return "Expecting ':' delimiter";
        }

        _at++;
        SkipBlanks();
        return null;
    }

    private string? FaultOfText()
    {
        int begin = _at++;
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (_text[_at] < ' ')
            {
                return "Invalid control character at";
            }

            if (_text[_at++] != '\\')
            {
                continue;
            }

            if (Next == 'u')
            {
                if (_at + 5 > _text.Length || !Hex().IsMatch(_text, _at + 1))
                {
                    return "Invalid \\uXXXX escape";
                }

                _at += 5;
            }
            else if (_at < _text.Length && !"\"\\/bfnrt".Contains(_text[_at], StringComparison.Ordinal))
            {
                _at--;
                return "Invalid \\escape";
            }
            else
            {
                _at++;
            }
        }

        if (_at >= _text.Length)
        {
            _at = begin;
            return "Unterminated string starting at";
        }

        _at++;
        return null;
    }

    private string? FaultOfWord()
    {
        ValueMatch word = default;
        foreach (ValueMatch found in Word().EnumerateMatches(_text.AsSpan(_at)))
        {
            word = found;
            break;
        }

        if (word.Length == 0)
        {
            return NoValue;
        }

        if (char.ToUpperInvariant(_text[_at + word.Length - 1]) is 'N' or 'Y')
        {
            _notFinite.Add(_at..(_at + word.Length));
        }

        ReadOnlySpan<char> shown = _text.AsSpan(_at, word.Length).TrimStart('-');
        if (shown.Length > LaxNumbers.LongestText && shown.IndexOfAny('.', 'e', 'E') < 0)
        {
            return LongNumber;
        }

        _at += word.Length;
        return null;
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private char Closing => _open.Peek() == '{' ? '}' : ']';

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    // Python counts characters, not UTF-16.
    private static int CharactersBefore(string text, int at)
    {
        int characters = at;
        foreach (char letter in text.AsSpan(0, at))
        {
            characters -= char.IsLowSurrogate(letter) ? 1 : 0;
        }

        return characters;
    }

    [GeneratedRegex(@"\G(?:null|true|false|NaN|-?Infinity|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"\G[0-9a-fA-F]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();
}
