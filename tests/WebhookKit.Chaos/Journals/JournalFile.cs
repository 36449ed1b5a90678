namespace WebhookKit.Chaos.Journals;

/// <summary>Reads a journal. The last line of a process that was killed may be torn: it is passed over.</summary>
internal static class JournalFile
{
    public static IEnumerable<string[]> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return line.Split(' ');
        }
    }
}
