using System.Net;

namespace WebhookKit.Sending;

/// <summary>Decides which URLs and addresses deliveries may go to.</summary>
/// <remarks>
/// Called concurrently: with the URL when an endpoint is created or changed and before every attempt, and with each
/// resolved address before a connection is made. Pure and quick: it must not resolve names itself. To widen or narrow,
/// prefer the options of the built-in policy; an implementation of your own replaces it whole. For some endpoints only, register it under a key
/// and name that by an <see cref="IEgressPolicySelector"/>.
/// </remarks>
public interface IEgressPolicy
{
    /// <summary>Judges a URL by its text.</summary>
    /// <param name="url">The URL as the subscriber wrote it.</param>
    EgressVerdict JudgeUrl(string url);

    /// <summary>Judges an address that a host name resolved to. One bad address refuses the name.</summary>
    /// <param name="address">The address.</param>
    EgressVerdict JudgeAddress(IPAddress address);
}
