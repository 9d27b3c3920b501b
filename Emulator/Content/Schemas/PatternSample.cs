using System.Globalization;
using System.Text;
using Emulator.Numerics;

namespace Emulator.Content.Schemas;

/// <summary>
/// Texts that match a regular expression, drawn while it is read: letters, classes, groups, alternatives and repetitions. Whether the text matches is for the caller
/// to see: what stands around a text, and where it may stand, is not looked at here.
/// </summary>
internal ref struct PatternSample
{
    private const string Digits = "0123456789";
    private const string Word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Blank = " ";
    private const int WidestRange = 256;
    private const int Longest = 100_000;
    private const int MostSteps = 1_000_000;
    private const int Deepest = 100;

    private static readonly string s_printable = string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code));

    private readonly string _pattern;
    private readonly int _more;
    private SplitMix64 _random;
    private int _place;
    private int _steps;
    private int _depth;
    private bool _isUnknown;

    private PatternSample(string pattern, int more, SplitMix64 random) => (_pattern, _more, _random) = (pattern, more, random);

    /// <summary>A text; null = the expression has something that is not known here.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="more">Most repetitions beyond the fewest that it asks for.</param>
    /// <param name="random">Draws it.</param>
    public static string? Of(string pattern, int more, ref SplitMix64 random)
    {
        PatternSample sample = new(pattern, more, new SplitMix64(random.Next()));
        string text = sample.Alternatives();
        return sample._isUnknown || sample._place < pattern.Length ? null : text;
    }

    private readonly char Current => _place < _pattern.Length ? _pattern[_place] : '\0';

    private string Alternatives()
    {
        List<string> drawn = [Sequence()];
        while (Current == '|')
        {
            _place++;
            drawn.Add(Sequence());
        }

        return drawn[Below(drawn.Count)];
    }

    private string Sequence()
    {
        StringBuilder text = new();
        while (_place < _pattern.Length && Current is not ('|' or ')') && !_isUnknown && text.Length < Longest)
        {
            int begin = _place;
            string once = Atom();
            (int least, int most) = Times();
            int end = _place;
            int count = least + Below(Math.Min(most - least, _more) + 1);

            // Each repetition draws anew, from the same place.
            for (int i = 0; i < count && !_isUnknown && text.Length < Longest; i++)
            {
                _place = begin;
                text.Append(i == 0 ? once : Atom());
            }

            _place = end;
        }

        return text.ToString();
    }

    private string Atom()
    {
        _isUnknown |= ++_steps > MostSteps;
        char letter = _pattern[_place++];
        switch (letter)
        {
            case '(':
                return Group();
            case '[':
                return One(Class());
            case '.':
                return One(Word);
            case '^' or '$':
                return "";
            case '\\':
                return Escaped();
            case '*' or '+' or '?' or '{' when _place == 1:
                _isUnknown = true;
                return "";
            default:
                return letter.ToString();
        }
    }

    private string Group()
    {
        if (Current == '?')
        {
            int name = _pattern.IndexOf('>', _place);
            bool isNamed = _place + 2 < _pattern.Length && _pattern[_place + 1] == '<' && _pattern[_place + 2] is not ('=' or '!') && name > 0;
            bool isPlain = _place + 1 < _pattern.Length && _pattern[_place + 1] == ':';
            _isUnknown |= !isNamed && !isPlain;
            _place = isNamed ? name + 1 : _place + 2;
        }

        _isUnknown |= ++_depth > Deepest;
        string text = _isUnknown || _place > _pattern.Length ? "" : Alternatives();
        _depth--;
        _isUnknown |= Current != ')';
        _place++;
        return text;
    }

    private string Escaped()
    {
        if (_place >= _pattern.Length)
        {
            _isUnknown = true;
            return "";
        }

        // A border between words has no letters of its own.
        return Current is 'b' or 'B' && _pattern[_place++] is not '\0' ? "" : One(EscapedSet());
    }

    private string EscapedSet()
    {
        char letter = _pattern[_place++];
        switch (letter)
        {
            case 'd':
                return Digits;
            case 'w':
                return Word;
            case 's':
                return Blank;
            case 'D' or 'W' or 'S':
                return letter == 'W' ? Blank : Letters;
            case 'n' or 't' or 'r' or 'f' or 'v':
                return "\n\t\r\f\v"["ntrfv".IndexOf(letter, StringComparison.Ordinal)].ToString();
            case 'x' or 'u':
                return Coded(letter == 'x' ? 2 : 4);
            case 'p' or 'P':
                return Category(letter == 'P');
            default:
                // Back references and what else has a letter or digit are not known; marks stand for themselves.
                _isUnknown |= char.IsAsciiLetterOrDigit(letter);
                return letter.ToString();
        }
    }

    private string Coded(int digits)
    {
        bool isCode = _place + digits <= _pattern.Length;
        int code = 0;
        isCode = isCode && int.TryParse(_pattern.AsSpan(_place, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
        _isUnknown |= !isCode;
        _place += digits;
        return ((char)code).ToString();
    }

    private string Category(bool isNot)
    {
        int end = _pattern.IndexOf('}', _place);
        string name = end > _place ? _pattern[(_place + 1)..end] : "";
        _place = end + 1;
        _isUnknown |= isNot || end < 0;
        switch (name)
        {
            case "L":
                return Letters;
            case "Lu":
                return Letters[26..];
            case "Ll":
                return Letters[..26];
            case "N" or "Nd":
                return Digits;
            default:
                _isUnknown = true;
                return Blank;
        }
    }

    private string Class()
    {
        bool isNot = Current == '^';
        _place += isNot ? 1 : 0;
        StringBuilder letters = new();
        for (bool isFirst = true; _place < _pattern.Length && (isFirst || Current != ']'); isFirst = false)
        {
            string from = ClassMember();
            if (Current == '-' && _place + 1 < _pattern.Length && _pattern[_place + 1] != ']' && from.Length == 1)
            {
                _place++;
                char to = ClassMember()[0];
                for (int code = from[0]; code <= to && code < from[0] + WidestRange; code++)
                {
                    letters.Append((char)code);
                }
            }
            else
            {
                letters.Append(from);
            }
        }

        _isUnknown |= Current != ']';
        _place++;
        string listed = letters.ToString();
        return isNot ? string.Concat(s_printable.Where(letter => !listed.Contains(letter, StringComparison.Ordinal))) : listed;
    }

    private string ClassMember()
    {
        char letter = _pattern[_place++];
        if (letter != '\\' || _place >= _pattern.Length)
        {
            return letter.ToString();
        }

        return EscapedSet();
    }

    private (int Least, int Most) Times()
    {
        char mark = Current;
        (int Least, int Most) times = mark switch
        {
            '*' => (0, int.MaxValue),
            '+' => (1, int.MaxValue),
            '?' => (0, 1),
            '{' => Braces(),
            _ => (1, 1),
        };
        _place += mark is '*' or '+' or '?' ? 1 : 0;

        // A mark for as few as possible changes no text that matches.
        _place += mark is '*' or '+' or '?' or '{' && Current == '?' ? 1 : 0;
        return times;
    }

    // Leaves the place behind the brace; what is no count is a brace like any other letter, which is not known here.
    private (int Least, int Most) Braces()
    {
        int end = _pattern.IndexOf('}', _place);
        string[] sides = end < 0 ? [] : _pattern[(_place + 1)..end].Split(',');
        int least = 0;
        int most = int.MaxValue;
        bool isCount = sides.Length is 1 or 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out least)
            && (sides.Length == 1 || sides[1].Length == 0 || int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out most));
        most = sides.Length == 1 ? least : most;
        _isUnknown |= !isCount || most < least || least > Longest;
        _place = end + 1;
        return _isUnknown ? (0, 0) : (least, most);
    }

    private string One(string letters)
    {
        _isUnknown |= letters.Length == 0;
        return _isUnknown ? "" : letters[Below(letters.Length)].ToString();
    }

    private int Below(int count) => (int)(_random.Next() % (ulong)count);
}
