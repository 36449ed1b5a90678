using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Octokit.Webhooks;
using Octokit.Webhooks.AspNetCore;
using StandardWebhooks;
using Stripe;

namespace WebhookKit.Ed25519.Tests.Foreign;

/// <summary>A server that verifies each request with three libraries that others have written: one for each format.</summary>
internal sealed class ForeignReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <param name="secrets">The secret for each path, which is its place.</param>
    public static async Task<ForeignReceiver> StartAsync(IReadOnlyList<string> secrets)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<WebhookEventProcessor, AnyEvent>();
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            var body = await new StreamReader(context.Request.Body, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false).ReadToEndAsync();
            context.Request.Body.Position = 0;
            var secret = secrets[int.Parse(context.Request.Path.Value!.TrimStart('/'))];
            try
            {
                new StandardWebhook(secret).Verify(body, context.Request.Headers);
                EventUtility.ValidateSignature(body, context.Request.Headers["Stripe-Signature"], secret, 300);
            }
            catch (Exception exception) when (exception is StripeException or StandardWebhooks.Diagnostics.WebhookVerificationException)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await context.Response.WriteAsync(exception.Message);
                return;
            }

            await next(context);
        });
        app.UseRouting();
        for (var i = 0; i < secrets.Count; i++)
        {
            app.MapGitHubWebhooks($"/{i}", secrets[i]);
        }

        await app.StartAsync();
        return new ForeignReceiver(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Takes what is signed, whatever it says: its library would read it as an event of GitHub's.</summary>
    private sealed class AnyEvent : WebhookEventProcessor
    {
        public override ValueTask ProcessWebhookAsync(
            IDictionary<string, Microsoft.Extensions.Primitives.StringValues> headers, string body, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
