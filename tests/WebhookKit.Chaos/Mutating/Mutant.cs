using Microsoft.Extensions.DependencyInjection;
using WebhookKit.Chaos.Delivering;

namespace WebhookKit.Chaos.Mutating;

/// <summary>A defect that a host of a scenario can have. It stands around the seams of the library; nothing that ships has it.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Summary">What is wrong with it, in one line.</param>
/// <param name="Install">Puts it into a host.</param>
internal sealed record Mutant(string Name, string Summary, Action<IServiceCollection, HostSettings> Install);
