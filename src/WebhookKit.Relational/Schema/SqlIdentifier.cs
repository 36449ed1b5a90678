namespace WebhookKit.Relational.Schema;

/// <summary>The rule for the names of tables and schemas that a host may choose, as they end up in SQL text.</summary>
internal static class SqlIdentifier
{
    /// <summary>Short enough that what the library appends still fits into every dialect's limit.</summary>
    public const int MaxLength = 30;

    /// <summary>What <see cref="IsValid"/> asks for, to be put into a message.</summary>
    public const string Rule = "must be 1 to 30 ASCII letters, digits or '_' and start with a letter or '_'";

    public static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= MaxLength }
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
