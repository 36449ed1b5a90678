using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>A whole process in a network where every refused range is its own and a victim listens: nothing may connect.</summary>
internal sealed partial class RefusedNetworkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // Of 0.0.0.0/8, of multicast and of the broadcast range nothing can be bound; 0.0.0.0 itself goes to loopback.
    private static readonly string[] Own =
    [
        "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.1.2.3", "169.254.169.254", "169.254.170.2", "172.16.0.1", "192.0.0.192", "192.0.2.1",
        "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "168.63.129.16", "::1", "fd00::1", "fd00:ec2::254",
        "64:ff9b::7f00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "5f00::1", "fec0::1", "2606:4700::5efe:7f00:1",
    ];

    private static readonly string[] Also = ["0.0.0.0", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1"];

    [Test]
    public async Task No_way_into_the_library_leads_to_a_refused_address()
    {
        var program = typeof(RefusedNetworkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "WebhookKit.InstanceHost").Value!;
        var add = string.Join("; ", Own.Where(address => !address.StartsWith("127.", StringComparison.Ordinal) && address != "::1").Select(address => $"ip addr add {address} dev lo"));
        var start = new ProcessStartInfo("unshare", ["-rn", "sh", "-c", $"ip link set lo up; {add}; exec dotnet '{program}' egress {string.Join(' ', [.. Own, .. Also])}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        var output = await RunAsync(start);

        if (output.Contains("unshare failed", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Ignore("This machine lets nobody make a network namespace: " + output);
        }

        var counts = Counts().Match(output).Groups.Values.Skip(1).Select(group => int.Parse(group.Value, null)).ToArray();
        Assert.That(counts, Has.Length.EqualTo(5), output);
        Assert.Multiple(() =>
        {
            Assert.That(counts[1], Is.EqualTo(2 * (Own.Length + Also.Length)), "Each literal, as a new URL and as a changed one.");
            Assert.That(counts[2], Is.GreaterThanOrEqualTo(5 * (Own.Length + Also.Length)), "Each name, for a test, two attempts, and two of its replay.");
            Assert.That(counts[3], Is.Zero, "Connections to the victim.");
            Assert.That(counts[4], Is.GreaterThanOrEqualTo(Own.Length), "The victim can be reached.");
        });
    }

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        try
        {
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            return string.Join('\n', await output.WaitAsync(Patience));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"(\d+) addresses, (\d+) refused, (\d+) resolved, (\d+) connections, (\d+) reachable")]
    private static partial Regex Counts();
}
