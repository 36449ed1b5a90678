namespace WebhookKit.Sqlite;

/// <summary>What survives when the machine itself stops; a killed process loses nothing either way.</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit is on the disk before it is answered.</summary>
    Full = 0,

    /// <summary>The last commits may be lost when the power fails or the operating system stops; the file stays sound.</summary>
    Normal = 1,
}
