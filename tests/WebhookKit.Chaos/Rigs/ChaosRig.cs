using WebhookKit.Chaos.Arguments;
using WebhookKit.Chaos.Databases;
using WebhookKit.Chaos.Delivering;
using WebhookKit.Chaos.Injecting;
using WebhookKit.Chaos.Producing;
using WebhookKit.Chaos.Receiving;
using WebhookKit.Chaos.Reporting;

namespace WebhookKit.Chaos.Rigs;

/// <summary>
/// Everything that a scenario runs on: a store, a receiver, hosts, producers, and the nemesis. All of it ends with the rig,
/// however the scenario does.
/// </summary>
internal sealed class ChaosRig : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("webhookkit-chaos-");
    private readonly List<HostProcess> _hosts = [];
    private readonly List<Producer> _producers = [];
    private readonly List<IAsyncDisposable> _others = [];
    private readonly List<string> _ownJournals = [];
    private int _hostsStarted;

    private ChaosRig(ChaosArguments arguments, RigPlan plan, IChaosStore store, CancellationToken ending)
    {
        (Arguments, Plan, Store, Ending, Random) = (arguments, plan, store, ending, new Random(arguments.Seed));
        Reader = new StateReader(store.Kind, store.ConnectionString);
        Nemesis = new Nemesis(Log, Reader);
    }

    public ChaosArguments Arguments { get; }

    public RigPlan Plan { get; }

    public IChaosStore Store { get; }

    /// <summary>Cancelled when the whole run is to end.</summary>
    public CancellationToken Ending { get; }

    /// <summary>What all choices of the scenario are made by.</summary>
    public Random Random { get; }

    public StateReader Reader { get; }

    public FaultLog Log { get; } = new();

    public Nemesis Nemesis { get; }

    public Receiver Receiver { get; private set; } = null!;

    /// <summary>The hosts that are meant to run.</summary>
    public IReadOnlyList<HostProcess> Hosts => _hosts;

    /// <summary>Those, and the ones that were killed or asked to end.</summary>
    public IEnumerable<HostProcess> AllHosts => _others.OfType<HostProcess>().Concat(_hosts);

    public IReadOnlyList<Producer> Producers => _producers;

    /// <summary>What was written down about publishes, by producers and by the scenario itself.</summary>
    public IEnumerable<string> ProducerJournals => _producers.Select(producer => producer.Plan.Journal).Concat(_ownJournals);

    /// <summary>What the scenario itself has measured.</summary>
    public List<Figure> Figures { get; } = [];

    public string ReceiverJournal => Path.Combine(_folder.FullName, "receiver.log");

    public static async Task<ChaosRig> StartAsync(ChaosArguments arguments, RigPlan plan, CancellationToken ending)
    {
        var rig = new ChaosRig(arguments, plan, await ChaosStores.StartAsync(arguments.Store, plan), ending);
        try
        {
            rig.Receiver = await Receiver.StartAsync(new ReceiverSettings(rig.ReceiverJournal, arguments.Seed, plan.Script), ending);
            await EndpointSetup.RunAsync(rig.Store, plan, rig.Receiver);
            await rig.Reader.ReadEndpointsAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>The settings of the next host: those of the plan, and the mutant that was asked for.</summary>
    public HostSettings NextHost() => new()
    {
        Store = Store.Kind,
        Instance = $"host-{++_hostsStarted}",
        Database = (Store as PostgreSqlChaosStore)?.As($"host-{_hostsStarted}") ?? Store.ConnectionString,
        Lease = Plan.Lease,
        RenewEvery = Plan.RenewEvery,
        PollInterval = Plan.PollInterval,
        Timeout = Plan.Timeout,
        Retries = Plan.Retries,
        Names = Plan.Names,
        MaxConcurrency = Plan.MaxConcurrency,
        CircuitsOpenFor = Plan.CircuitsOpenFor,
        Mutant = Arguments.Mutant,
    };

    public async Task<HostProcess> StartHostAsync(HostSettings? settings = null)
    {
        var host = await HostProcess.StartAsync(settings ?? NextHost(), Ending);
        _hosts.Add(host);
        return host;
    }

    public Task StartHostsAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => NextHost()).ToArray().Select(StartHostAsync));

    /// <summary>The plan of a producer that publishes for all owners, in transactions of its own and of the host's.</summary>
    public ProducerPlan NextProducer() => new()
    {
        Store = Store.Kind,
        Database = Store.ConnectionString,
        Journal = Path.Combine(_folder.FullName, $"producer-{_producers.Count}.log"),
        Events = Arguments.Events,
        Seed = Arguments.Seed,
        Owners = [.. Plan.EndpointsOf.Keys],
        Modes = [PublishMode.Own, PublishMode.Host],
        Name = $"p{_producers.Count}",
    };

    public async Task<Producer> StartProducerAsync(ProducerPlan? plan = null)
    {
        var producer = await Producer.StartAsync(plan ?? NextProducer(), Ending);
        _producers.Add(producer);
        return producer;
    }

    /// <summary>Where the scenario writes down what it publishes itself.</summary>
    public string AddJournal(string name)
    {
        _ownJournals.Add(Path.Combine(_folder.FullName, $"{name}.log"));
        return _ownJournals[^1];
    }

    /// <summary>Where something else is written down.</summary>
    public string FileNamed(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Something that is to end with the rig, after the processes and before the database.</summary>
    public T Keep<T>(T other)
        where T : IAsyncDisposable
    {
        _others.Add(other);
        return other;
    }

    /// <summary>The host is not meant to run any more; it is ended at the end of the rig at the latest.</summary>
    public void Dismiss(HostProcess host)
    {
        _hosts.Remove(host);
        _others.Add(host);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(HostProcess host)
    {
        await Nemesis.KillAsync(host);
        Dismiss(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _hosts.Concat<IAsyncDisposable>(_producers).Concat(_others).Append(Receiver).Append(Store))
        {
            if (one is not null)
            {
                await one.DisposeAsync();
            }
        }

        _folder.Delete(recursive: true);
    }
}
