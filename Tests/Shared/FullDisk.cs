using System.Text;

namespace Tests;

/// <summary>Standard output on a disk that is full.</summary>
internal sealed class FullDisk : TextWriter
{
    public const string Problem = "No space left on device";

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException(Problem);
}
