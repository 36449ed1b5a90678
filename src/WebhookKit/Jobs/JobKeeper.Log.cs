using Microsoft.Extensions.Logging;
using WebhookKit.Diagnostics;

namespace WebhookKit.Jobs;

internal sealed partial class JobKeeper
{
    private static partial class Log
    {
        [LoggerMessage(LogEventIds.JobEnded, LogLevel.Information, "Job {Job} has ended as {Status}: {Done} new deliveries, {Skipped} passed over.")]
        public static partial void Ended(ILogger logger, JobId job, JobStatus status, long done, long skipped);

        [LoggerMessage(LogEventIds.JobStepFailed, LogLevel.Error, "A step of job {Job} failed; it is made again soon, and nothing twice.")]
        public static partial void StepFailed(ILogger logger, JobId job, Exception exception);
    }
}
