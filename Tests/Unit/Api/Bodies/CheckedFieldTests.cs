using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulator.Api.OpenAi.Bodies;
using Emulator.Api.OpenAi.Bodies.Pydantic;

namespace Tests.Unit.Api.Bodies;

/// <summary>What is read as a number or a text must have been checked before, since the reader's own words are no answer for a client.</summary>
public sealed class CheckedFieldTests
{
    [Fact]
    public void Each_field_of_a_chat_is_checked_or_read_as_it_stands() => Assert.Empty(Unchecked(BodyReader.Default.ChatBody, VllmModels.Chat));

    [Fact]
    public void Each_field_of_a_text_request_is_checked_or_read_as_it_stands() => Assert.Empty(Unchecked(BodyReader.Default.CompletionBody, VllmModels.Completion));

    [Fact]
    public void Each_field_of_a_text_from_tokens_is_checked_or_read_as_it_stands() => Assert.Empty(Unchecked(BodyReader.Default.DetokenizeBody, VllmModels.Detokenize));

    private static IEnumerable<string> Unchecked(JsonTypeInfo body, ModelKind model) => body.Properties
        .Where(property => property.PropertyType != typeof(JsonElement))
        .Select(property => property.Name)
        .Except(model.Fields.Select(field => field.Name));
}
