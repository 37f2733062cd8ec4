using System.Text;

namespace FreeSpectra.Tests.Fuzzing;

/// <summary>Random edits of valid inputs.</summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
    [
        "(", ")", ",", ":", "=", "*", "+", "-", "/", "^", "[", "]", "{", "}", "\"", "'", "|", "&", "x", "exp(", "log(", "max(", "sqrt(", "1e", "1e-400", "1e400", "0",
        "-0", "1/0", ".", "..", "99999999999999999999", "2147483648", "e", " ", "\t", "\n", "\0", "é", "😀", "∞", "NaN", "null", "true", "[]", "{}",
        "Infinity", "-1", "0x1F", "1_000", "\\u0000", "\\",
    ];

    public static string Text(FuzzRandom random, IReadOnlyList<string> seeds, int mostEdits = 5)
    {
        StringBuilder text = new(random.Of(seeds));

        // Every other input has one edit only, so that many are still valid.
        for (int edits = random.Below(2) == 0 ? 0 : random.Below(mostEdits); edits >= 0; edits--)
        {
            int at = random.Below(text.Length + 1);
            switch (random.Below(5))
            {
                case 0 when at < text.Length:
                    text.Remove(at, 1 + random.Below(Math.Min(6, text.Length - at)));
                    break;
                case 1 when at < text.Length:
                    text[at] = (char)(32 + random.Below(95));
                    break;
                case 2:
                    text.Insert(at, random.Of(seeds));
                    break;
                case 3 when at < text.Length:
                    text.Insert(at, text.ToString(at, Math.Min(text.Length - at, 1 + random.Below(12))));
                    break;
                default:
                    text.Insert(at, random.Of(Pieces));
                    break;
            }
        }

        return text.ToString();
    }

    public static byte[] Bytes(FuzzRandom random, IReadOnlyList<byte[]> seeds)
    {
        List<byte> bytes = [.. random.Of(seeds)];
        for (int edits = random.Below(4); edits >= 0 && bytes.Count > 0; edits--)
        {
            int at = random.Below(bytes.Count);
            switch (random.Below(4))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(1 + random.Below(9), bytes.Count - at));
                    break;
                case 1:
                    bytes[at] = (byte)random.Below(256);
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Below(8));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + random.Below(9), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Command lines: tokens are dropped, doubled, replaced or edited; a token that starts with <paramref name="keep"/> stays whole.</summary>
    public static string[] Tokens(FuzzRandom random, IReadOnlyList<string[]> seeds, IReadOnlyList<string> values, string keep)
    {
        List<string> tokens = [.. random.Of(seeds)];
        for (int edits = random.Below(3); edits > 0 && tokens.Count > 0; edits--)
        {
            int at = random.Below(tokens.Count);
            if (tokens[at].StartsWith(keep, StringComparison.Ordinal) || (at > 0 && tokens[at - 1] is "--plot" or "--out"))
            {
                continue;
            }

            switch (random.Below(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens[at] = random.Of(values);
                    break;
                default:
                    tokens[at] = Text(random, [tokens[at]], mostEdits: 1);
                    break;
            }
        }

        return [.. tokens];
    }
}
