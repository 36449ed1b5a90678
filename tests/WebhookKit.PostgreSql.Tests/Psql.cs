using System.Diagnostics;
using Npgsql;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The server's own client, as an administrator runs a script with it.</summary>
internal static class Psql
{
    public static async Task<(int Status, string Output)> RunAsync(string script)
    {
        var way = new NpgsqlConnectionStringBuilder(TestServer.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-X", "-v", "ON_ERROR_STOP=1", "-h", way.Host!, "-p", $"{way.Port}", "-U", way.Username!, "-d", way.Database!])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = way.Password;
        using var psql = Process.Start(start)!;
        await psql.StandardInput.WriteAsync(script);
        psql.StandardInput.Close();
        var output = await Task.WhenAll(psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await psql.WaitForExitAsync();
        return (psql.ExitCode, string.Concat(output));
    }
}
