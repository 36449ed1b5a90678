using System.Globalization;
using WebhookKit.LoadTest.Arguments;

namespace WebhookKit.LoadTest.Loading;

/// <summary>
/// Which endpoints there are. They stand in groups as large as the fan-out, each group an owner of its own, so that an event
/// of a group reaches exactly its members. The last of those that get anything are the ones with trouble; those after them
/// are idle.
/// </summary>
internal sealed class EndpointPlan
{
    /// <summary>The delay of an endpoint that never answers.</summary>
    public const int Hangs = -1;

    private readonly int _delay;
    private readonly int _troubleDelay;
    private readonly int _active;
    private readonly int? _limit;

    /// <param name="endpoints">How many there are.</param>
    /// <param name="fanOut">How many get each event.</param>
    /// <param name="delay">The milliseconds until one answers.</param>
    /// <param name="troubled">How many have trouble.</param>
    /// <param name="troubleDelay">The milliseconds until one of them answers.</param>
    /// <param name="active">How many get anything; null for all.</param>
    /// <param name="limit">How many requests a second the last one gets; null for no limit.</param>
    public EndpointPlan(int endpoints, int fanOut = 1, int delay = 0, int troubled = 0, int troubleDelay = Hangs, int? active = null, int? limit = null)
    {
        _limit = limit;
        (Endpoints, FanOut, Troubled, _active) = (endpoints, fanOut, troubled, Math.Min(active ?? endpoints, endpoints));
        (_delay, _troubleDelay) = (delay, troubleDelay);
        if (endpoints % fanOut != 0 || troubled % fanOut != 0 || _active % fanOut != 0 || troubled >= _active)
        {
            throw new UsageException($"{endpoints} endpoints, {_active} of them active and {troubled} with trouble, cannot stand in groups of {fanOut}.");
        }
    }

    public int Endpoints { get; }

    public int FanOut { get; }

    public int Troubled { get; }

    /// <summary>How many groups get anything.</summary>
    public int Groups => _active / FanOut;

    /// <summary>How many of them have no trouble: the first ones.</summary>
    public int HealthyGroups => (_active - Troubled) / FanOut;

    public bool IsTroubled(int endpoint) => endpoint >= _active - Troubled && endpoint < _active;

    public bool IsGroupTroubled(int group) => IsTroubled(group * FanOut);

    public EndpointRateLimit? LimitOf(int endpoint) =>
        _limit is { } perSecond && endpoint == Endpoints - 1 ? new EndpointRateLimit { PerSecond = perSecond } : null;

    public int DelayOf(int endpoint) => IsTroubled(endpoint) ? _troubleDelay : _delay;

    public string OwnerOf(int endpoint) => OwnerOfGroup(endpoint / FanOut);

    public static string OwnerOfGroup(int group) => string.Create(CultureInfo.InvariantCulture, $"group-{group}");

    public IEnumerable<int> EndpointsOf(int group) => Enumerable.Range(group * FanOut, FanOut);

    /// <summary>How many deliveries of these events have no trouble.</summary>
    public int HealthyDeliveriesOf(IEnumerable<PublishedEvent> published) => published.Count(one => !IsGroupTroubled(one.Group)) * FanOut;
}
