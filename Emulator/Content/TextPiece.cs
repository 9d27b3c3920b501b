namespace Emulator.Content;

/// <summary>A token of a text.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Text">What it adds to the text; empty where its bytes are only part of a character that a later token ends.</param>
public readonly record struct TextPiece(int Id, string Text);
