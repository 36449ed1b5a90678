using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace WebhookKit.Architecture.Tests.Rooms;

/// <summary>
/// Reads from compiled code who knows whom. A room is the first namespace segment below the root namespace; extension
/// classes in the namespaces of the frameworks they extend belong to the registration room, which is on top.
/// </summary>
/// <remarks>Sees everything but the exception type of a catch clause and inlined constants.</remarks>
internal sealed class RoomMap
{
    public const string Root = "(root)";
    public const string Registration = "DependencyInjection";

    private static readonly string[] ExtensionNamespaces =
        ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder", "Microsoft.EntityFrameworkCore"];

    private readonly string _rootNamespace;

    private RoomMap(string rootNamespace) => _rootNamespace = rootNamespace;

    /// <summary>The rooms under <paramref name="rootNamespace"/>, however many assemblies share it.</summary>
    public static IReadOnlyCollection<RoomUse> Read(string rootNamespace, params Assembly[] assemblies)
    {
        var map = new RoomMap(rootNamespace);
        var architecture = new ArchLoader().LoadAssemblies(assemblies).Build();
        var ours = assemblies.Select(assembly => assembly.GetName().Name).ToHashSet();

        return [.. architecture.Types
            .Where(type => ours.Contains(SimpleName(type)))
            .SelectMany(type => map.UsesOf(type, ours))
            .Distinct()
            .OrderBy(use => use.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>A way round from a room to itself, or nothing. Registration is on top of all and cannot be in one.</summary>
    public static IReadOnlyList<string> FindCycle(IReadOnlyCollection<RoomUse> uses)
    {
        var next = uses.ToLookup(use => use.From, use => use.To);
        var finished = new HashSet<string>();
        return next.Select(rooms => Walk(rooms.Key, [])).FirstOrDefault(cycle => cycle.Count > 0) ?? [];

        List<string> Walk(string room, List<string> path)
        {
            if (path.Contains(room))
            {
                return [.. path[path.IndexOf(room)..], room];
            }

            if (finished.Contains(room))
            {
                return [];
            }

            var cycle = next[room].Distinct().Select(to => Walk(to, [.. path, room])).FirstOrDefault(found => found.Count > 0);
            finished.Add(room);
            return cycle ?? [];
        }
    }

    /// <summary>Null for what belongs to no assembly, for example a generic parameter.</summary>
    private static string? SimpleName(IType type) => type.Assembly is { } assembly ? new AssemblyName(assembly.FullName).Name : null;

    private IEnumerable<RoomUse> UsesOf(IType type, HashSet<string?> ours)
    {
        var from = RoomOf(type);
        return type.Dependencies
            .Select(dependency => dependency.Target)
            .Where(target => ours.Contains(SimpleName(target)))
            .Select(target => new RoomUse(from!, RoomOf(target)!, type.FullName, target.FullName))
            .Where(use => use.From is not null && use.To is not null && use.From != use.To);
    }

    private string? RoomOf(IType type)
    {
        var name = type.Namespace.FullName;
        if (ExtensionNamespaces.Contains(name))
        {
            return Registration;
        }

        if (name == _rootNamespace)
        {
            return Root;
        }

        return name.StartsWith(_rootNamespace + ".", StringComparison.Ordinal) ? name[(_rootNamespace.Length + 1)..].Split('.')[0] : null;
    }
}
