using System.Globalization;
using WebhookKit.LoadTest.Arguments;

namespace WebhookKit.LoadTest.Loading;

/// <summary>
/// Which endpoints there are. They stand in groups as large as the fan-out, each group an owner of its own, so that an event
/// of a group reaches exactly its members. The last ones are those that hang.
/// </summary>
internal sealed class EndpointPlan
{
    public EndpointPlan(int endpoints, int fanOut = 1, int hanging = 0)
    {
        if (endpoints % fanOut != 0 || hanging % fanOut != 0 || hanging >= endpoints)
        {
            throw new UsageException($"{endpoints} endpoints, {hanging} of them hanging, cannot stand in groups of {fanOut}.");
        }

        (Endpoints, FanOut, Hanging) = (endpoints, fanOut, hanging);
    }

    public int Endpoints { get; }

    public int FanOut { get; }

    public int Hanging { get; }

    public int Groups => Endpoints / FanOut;

    public bool Hangs(int endpoint) => endpoint >= Endpoints - Hanging;

    public bool GroupHangs(int group) => Hangs(group * FanOut);

    public string OwnerOf(int endpoint) => OwnerOfGroup(endpoint / FanOut);

    public static string OwnerOfGroup(int group) => string.Create(CultureInfo.InvariantCulture, $"group-{group}");

    public IEnumerable<int> EndpointsOf(int group) => Enumerable.Range(group * FanOut, FanOut);
}
