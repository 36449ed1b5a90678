using System.Diagnostics;
using WebhookKit.Chaos.Checking;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Processes;

namespace WebhookKit.Chaos.Rigs;

/// <summary>Brings a run to its end and checks what it leaves.</summary>
/// <param name="Findings">What the checker says.</param>
/// <param name="DrainedAfter">How long everything took to be done, after the last fault and the last publish.</param>
/// <param name="HostsEnded">How many hosts ended although nobody asked them to, or not when they were asked.</param>
internal sealed record RigConclusion(Findings Findings, TimeSpan DrainedAfter, int HostsEnded)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan MorePatience = TimeSpan.FromSeconds(30);

    public static async Task<RigConclusion> OfAsync(ChaosRig rig)
    {
        await rig.TryDrainAsync(rig.Plan.DrainBar + MorePatience);
        var last = rig.Producers.Select(producer => producer.DoneAt).Append(rig.Log.LastAt).Max();
        var drainedAfter = Stopwatch.GetElapsedTime(last);
        var ended = 0;
        foreach (var host in rig.Hosts)
        {
            ended += host.IsRunning ? 0 : 1;
            host.Process.Send(Signal.Terminate);
        }

        foreach (var host in rig.Hosts)
        {
            ended += await host.Process.WaitForExitAsync(StopPatience, rig.Ending) && host.Process.ExitCode == 0 ? 0 : 1;
        }

        foreach (var producer in rig.Producers)
        {
            await producer.EndAsync();
        }

        await rig.Receiver.EndAsync();
        var findings = Checker.Check(new Evidence
        {
            Publishes = [.. rig.ProducerJournals.SelectMany(ProducerJournal.Read)],
            Requests = ReceiverJournal.Read(rig.ReceiverJournal),
            Stored = await rig.Reader.ReadAsync(),
            Faults = rig.Log.Faults,
            Warnings =
            [
                .. rig.AllHosts.SelectMany(host => host.Process.Warnings.Select(warning => new InstanceWarning(host.Instance, warning.At, warning.Text))),
            ],
            EndpointsOf = rig.Plan.EndpointsOf,
        });
        return new RigConclusion(findings, drainedAfter, ended);
    }
}
