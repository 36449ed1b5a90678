namespace WebhookKit.Relational.Schema;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Version">The version that the database has after it.</param>
/// <param name="Title">What it does, in the words of its file name.</param>
/// <param name="Text">
/// The SQL, with <c>{schema}</c> or <c>{prefix}</c> where the host's choice goes. It ends by recording its version, so that
/// whatever runs it leaves a database that a store accepts.
/// </param>
internal sealed record SchemaScript(int Version, string Title, string Text);
