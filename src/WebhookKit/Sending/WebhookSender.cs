using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;
using WebhookKit.Signing;

namespace WebhookKit.Sending;

/// <summary>Makes one attempt: judges, signs, posts, and turns whatever happens into a value.</summary>
/// <remarks>Safe to call concurrently.</remarks>
internal sealed partial class WebhookSender(
    IHttpMessageHandlerFactory handlers,
    EgressRoutes routes,
    Signers signers,
    KeptHandlers keptHandlers,
    IOptions<SendingOptions> options,
    TimeProvider timeProvider,
    ILogger<WebhookSender> logger)
{
    private readonly SendingOptions _options = options.Value;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = AttemptPipeline.Create(options, timeProvider);
    private readonly ResponseReader _reader = new(options.Value, timeProvider);

    // Not an HttpClient: it would add the host's client defaults and a deadline of its own. Made late, so that a node that
    // never sends has no handler; kept, because the handler never expires and one lookup is enough.
    private readonly Lazy<HttpMessageInvoker> _client =
        new(() => new HttpMessageInvoker(handlers.CreateHandler(WebhookHttpClient.Name), disposeHandler: false));

    // Whoever finds them taken makes others for the moment.
    private SignatureHeaders? _headersAtHand;

    /// <param name="request">What to send, and where.</param>
    /// <param name="clock">Started when the attempt began, which is the time that is signed.</param>
    /// <param name="stopping">Cuts the attempt.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> was cancelled before the outcome was known.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(SendRequest request, AttemptClock clock, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(request);
        stopping.ThrowIfCancellationRequested();

        try
        {
            return Refusal(request, out var route) is { } refusal
                ? clock.Result(refusal)
                : await PostAsync(request, route!, clock, stopping).ConfigureAwait(false);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            var failure = FailureClassifier.Classify(exception);
            if (failure.Outcome == AttemptOutcome.InternalError)
            {
                Log.AttemptBroke(logger, exception, request.EventId, request.Endpoint);
            }

            return clock.Result(failure);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Being stopped can surface as a broken connection; the caller must see one thing only.
            throw new OperationCanceledException("The attempt was stopped.", exception, stopping);
        }
    }

    /// <summary>The first of an endpoint's signers that is not registered in this process; null where all are.</summary>
    public string? FindMissingSigner(IReadOnlyList<string>? names) => signers.FindMissing(names);

    private AttemptFailure? Refusal(SendRequest request, out EgressRoute? route)
    {
        if (!routes.TryFind(request.Endpoint, request.Owner, request.Url, out route, out var failure))
        {
            return failure;
        }

        if (request.Secrets.Count == 0)
        {
            return AttemptFailure.SigningUnavailable;
        }

        if (route.Policy.JudgeUrl(request.Url) is { IsAllowed: false } verdict)
        {
            return new AttemptFailure(AttemptOutcome.PolicyBlocked, verdict.Refusal);
        }

        return HeaderRules.Check(request.Headers).Count > 0 ? AttemptFailure.HeadersForbidden : null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult> PostAsync(SendRequest request, EgressRoute route, AttemptClock clock, CancellationToken stopping)
    {
        using var message = Compose(request, clock.StartedAt);
        if (message is null)
        {
            return clock.Result(AttemptFailure.SignerFailed);
        }

        // All that differ in nothing share one client; whoever differs in TLS or in policy must not get the others' connections.
        using var kept = request.Tls is null && route == routes.Default ? default : keptHandlers.Rent(route, request.Tls, request.ClientKey);
        Outcome<HttpResponseMessage> outcome;

        // With a context and an outcome of our own, which the pipeline makes otherwise: half of what it allocates.
        var context = ResilienceContextPool.Shared.Get(stopping);
        try
        {
            outcome = await _pipeline.ExecuteOutcomeAsync(
                static (context, request) => SendAsync(request.Client, request.Message, context.CancellationToken),
                context,
                (Client: kept.Client ?? _client.Value, Message: message)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }

        if (outcome.Exception is TimeoutRejectedException)
        {
            return clock.Result(AttemptFailure.TimedOut);
        }

        outcome.ThrowIfException();
        using var response = outcome.Result!;
        return await AnswerAsync(response, clock, stopping).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome<HttpResponseMessage>> SendAsync(HttpMessageInvoker client, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return Outcome.FromResult(await client.SendAsync(message, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult> AnswerAsync(HttpResponseMessage response, AttemptClock clock, CancellationToken stopping)
    {
        // The outcome is known from here on; the body is read for people, and to keep the connection usable.
        var duration = clock.Elapsed;
        var (outcome, error, _) = StatusRules.Judge((int)response.StatusCode);
        var failed = outcome != AttemptOutcome.Succeeded;
        var excerpt = await _reader.ReadAsync(response, keep: failed || _options.KeepExcerptOfSuccess, stopping).ConfigureAwait(false);

        return new SendResult
        {
            Outcome = outcome,
            StatusCode = (int)response.StatusCode,
            Error = error,
            ResponseExcerpt = excerpt,
            RetryAfter = failed ? RetryAfterRules.Read(response.Headers, timeProvider.GetUtcNow()) : null,
            Directive = _options.HonourDirectives ? DirectiveRules.Read(response.Headers) : DeliveryDirective.None,
            Duration = duration,
        };
    }

    /// <summary>The request with its signature; null where a signer failed.</summary>
    private HttpRequestMessage? Compose(SendRequest request, DateTimeOffset timestamp)
    {
        var signature = Interlocked.Exchange(ref _headersAtHand, null) ?? new SignatureHeaders();
        try
        {
            return TrySign(request, timestamp, signature) ? RequestBuilder.Build(request, signature, timestamp, _options.UserAgent) : null;
        }
        finally
        {
            signature.Clear();
            Volatile.Write(ref _headersAtHand, signature);
        }
    }

    private bool TrySign(SendRequest request, DateTimeOffset timestamp, SignatureHeaders headers)
    {
        try
        {
            signers.Sign(
                request.Signers,
                new SignatureRequest { EventId = request.EventId, Timestamp = timestamp, Body = request.Body, Secrets = request.Secrets },
                headers);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.SigningFailed(logger, exception, request.EventId, request.Endpoint);
            return false;
        }
    }
}
