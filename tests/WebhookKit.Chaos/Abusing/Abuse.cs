using System.Text;

namespace WebhookKit.Chaos.Abusing;

/// <summary>What a receiver that means harm, or is broken, does with a request. None of it ends before the sender does.</summary>
internal static class Abuse
{
    private const string Failure = "HTTP/1.1 500 No\r\n";
    private static readonly byte[] Filler = Encoding.ASCII.GetBytes(new string('x', 4096));
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(50);

    /// <summary>Each is given a connection on which a request has come in, and told when to end.</summary>
    public static IReadOnlyList<(string Name, Func<AbusedConnection, CancellationToken, Task> Act)> All { get; } =
    [
        ("never answers", (_, ending) => Task.Delay(Timeout.InfiniteTimeSpan, ending)),
        ("drips the status line", (connection, ending) => DripAsync(connection, "", "HTTP/1.1 500 N"u8.ToArray(), ending)),
        ("drips headers", (connection, ending) => DripAsync(connection, Failure, "X-A: b\r\n"u8.ToArray(), ending)),
        ("floods headers", (connection, ending) => FloodAsync(connection, $"{Failure}X-A: ", ending)),
        ("never ends a header", (connection, ending) => SayAsync(connection, $"{Failure}X-A: ", ending)),
        ("sends 102 again and again", (connection, ending) => DripAsync(connection, "", "HTTP/1.1 102 Processing\r\n\r\n"u8.ToArray(), ending)),
        ("drips a body", (connection, ending) => DripAsync(connection, $"{Failure}Content-Length: 1000000\r\n\r\n", "x"u8.ToArray(), ending)),
        ("floods a body", (connection, ending) => FloodAsync(connection, $"{Failure}Connection: close\r\n\r\n", ending)),
        ("never sends a body", (connection, ending) => SayAsync(connection, $"{Failure}Content-Length: 1000000\r\n\r\n", ending)),
        ("drips the size of a chunk", (connection, ending) => DripAsync(connection, $"{Failure}Transfer-Encoding: chunked\r\n\r\n1;", "a"u8.ToArray(), ending)),
        ("never ends a chunk", (connection, ending) => SayAsync(connection, $"{Failure}Transfer-Encoding: chunked\r\n\r\nffffff\r\nx", ending)),
        ("resets", (connection, _) => connection.ResetAsync("")),
        ("resets within the head", (connection, _) => connection.ResetAsync($"{Failure}X-A")),
        ("resets within the body", (connection, _) => connection.ResetAsync($"{Failure}Content-Length: 1000\r\n\r\nx")),
        ("closes one half", (connection, ending) => connection.CloseHalfAsync(ending)),
        ("answers nonsense", (connection, ending) => SayAsync(connection, "nonsense\r\n\r\n", ending)),
    ];

    private static async Task SayAsync(AbusedConnection connection, string text, CancellationToken ending)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes(text), ending);
        await Task.Delay(Timeout.InfiniteTimeSpan, ending);
    }

    private static async Task DripAsync(AbusedConnection connection, string before, byte[] drop, CancellationToken ending)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes(before), ending);
        while (true)
        {
            await connection.WriteAsync(drop, ending);
            await Task.Delay(Drip, ending);
        }
    }

    private static async Task FloodAsync(AbusedConnection connection, string before, CancellationToken ending)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes(before), ending);
        while (true)
        {
            await connection.WriteAsync(Filler, ending);
        }
    }
}
