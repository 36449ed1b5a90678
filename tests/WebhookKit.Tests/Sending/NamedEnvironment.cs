using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace WebhookKit.Tests.Sending;

/// <summary>A host's environment, by its name.</summary>
internal sealed class NamedEnvironment(string environment) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = environment;

    public string ApplicationName { get; set; } = "";

    public string ContentRootPath { get; set; } = "";

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
