using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using WebhookKit.Chaos.Journals;
using WebhookKit.Chaos.Processes;
using WebhookKit.Chaos.Producing;

namespace WebhookKit.Chaos.Receiving;

/// <summary>The process that receives: Kestrel on a free port of the loopback address. It prints its URL.</summary>
internal static class ReceiverServer
{
    public const string Verb = "__receiver";
    public const string Listening = "listening ";

    /// <summary>Followed by the number of the endpoint.</summary>
    public const string HookPath = "/hook/";

    public const string CountPath = "/count";
    public const string ScriptPath = "/script";
    private const string UserAgentBefore = "chaos/";

    public static async Task<int> RunAsync()
    {
        var settings = OwnProgram.ReadSettings<ReceiverSettings>();
        await using var journal = new ReceiverJournal(settings.Journal);
        var answers = new ScriptedAnswers(journal, settings.Script, settings.Seed);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(context => HandleAsync(context, answers));
        await server.StartAsync();
        Console.WriteLine($"{Listening}{server.Urls.Single()}");

        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static Task HandleAsync(HttpContext context, ScriptedAnswers answers)
    {
        var path = context.Request.Path.Value ?? "";
        return path switch
        {
            CountPath => context.Response.WriteAsync(JsonSerializer.Serialize(answers.Count())),
            ScriptPath => FollowAsync(context, answers),
            _ => ReceiveAsync(context, int.Parse(path.AsSpan(HookPath.Length), CultureInfo.InvariantCulture), answers),
        };
    }

    private static async Task FollowAsync(HttpContext context, ScriptedAnswers answers) =>
        answers.Follow((await JsonSerializer.DeserializeAsync<ReceiverScript>(context.Request.Body))!);

    private static async Task ReceiveAsync(HttpContext context, int endpoint, ScriptedAnswers answers)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (status, number) = await answers.AnswerAsync(
            endpoint,
            context.Request.Headers.UserAgent.ToString()[UserAgentBefore.Length..],
            context.Request.Headers["webhook-id"].ToString(),
            long.Parse(context.Request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture),
            EventPayload.KeyOf(body.GetBuffer().AsSpan(0, (int)body.Length)),
            context.RequestAborted);
        if (status is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status.Value;
        await context.Response.WriteAsync(number.ToString(CultureInfo.InvariantCulture), context.RequestAborted);
    }
}
