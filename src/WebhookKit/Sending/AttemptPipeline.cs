using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace WebhookKit.Sending;

/// <summary>
/// What surrounds one request: a deadline over connecting, sending and the head of the answer, and nothing that sends again.
/// Retrying is the queue's, where it is recorded.
/// </summary>
internal static class AttemptPipeline
{
    public static ResiliencePipeline<HttpResponseMessage> Create(IOptions<SendingOptions> options, TimeProvider timeProvider) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = timeProvider }
            .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.Value.Timeout })
            .Build();
}
