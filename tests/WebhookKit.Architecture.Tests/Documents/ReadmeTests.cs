using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WebhookKit.Architecture.Tests.Documents;

/// <summary>What the README and the pages for receivers, for secrets and on security show compiles against what is there.</summary>
internal sealed partial class ReadmeTests
{
    /// <summary>What a project with implicit usings and our packages has without saying so.</summary>
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using System.Net;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Data.Sqlite;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        global using WebhookKit;
        global using WebhookKit.Administration;
        global using WebhookKit.AspNetCore;
        global using WebhookKit.Ed25519;
        global using WebhookKit.Observing;
        global using WebhookKit.Receiving;
        global using WebhookKit.Sending;
        global using WebhookKit.Signing;
        global using WebhookKit.Storage;
        global using WebhookKit.StoreContract;
        global using WebhookKit.Testing;
        """;

    /// <summary>What a snippet takes for granted.</summary>
    private const string Surroundings = """
        public sealed record Order(int Id);
        public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
            public DbSet<Order> Orders => Set<Order>();
        }
        public sealed class Answers : IHostResolver
        {
            public ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(HostQuery query, CancellationToken cancellationToken = default) => new([IPAddress.Loopback]);
        }
        public sealed class NoNetwork : IEgressDialer
        {
            public ValueTask<Stream> DialAsync(IPEndPoint endPoint, CancellationToken cancellationToken = default) => throw new IOException();
        }
        public sealed class MyStore : IWebhookStore
        {
            public string Name => "mine";
            public bool IsDurable => true;
            public IOutboxStore Outbox => null!;
            public ILeaseStore Leases => null!;
            public IRateStore Rates => null!;
            public IDeliveryStore Deliveries => null!;
            public IEndpointStore Endpoints => null!;
            public IDeliveryCommandStore Commands => null!;
            public IJobStore Jobs => null!;
            public IHistoryStore History => null!;
            public IRetentionStore Retention => null!;
            public IAuditStore Audit => null!;
            public IStoreSchema Schema => null!;
        }
        """;

    private const string Prelude = """
        IWebhookPublisher webhooks = null!; IWebhookEndpoints endpoints = null!; WebApplication app = null!; WebhookSecret secret = null!; var order = new Order(1);
        ShopContext db = null!; Npgsql.NpgsqlDataSource dataSource = null!;

        """;

    [TestCaseSource(nameof(Snippets))]
    public void A_snippet_compiles(string snippet)
    {
        var isWhole = snippet.Contains("var app =", StringComparison.Ordinal) || snippet.StartsWith("public ", StringComparison.Ordinal);

        var problems = Compile(isWhole ? snippet : Prelude + snippet);

        Assert.That(problems, Is.Empty);
    }

    [Test]
    public void There_are_snippets() => Assert.That(Snippets(), Is.Not.Empty);

    private static IEnumerable<string> Snippets() => new[] { "README.md", "docs/receiving.md", "docs/secrets.md", "docs/security.md" }
        .SelectMany(document => CSharpBlock().Matches(Repository.Read(document)))
        .Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Compile(string code)
    {
        var isProgram = !code.StartsWith("public ", StringComparison.Ordinal);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Readme",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(Surroundings), CSharpSyntaxTree.ParseText(code)],
            references,
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
