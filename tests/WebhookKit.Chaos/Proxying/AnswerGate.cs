using System.Buffers.Binary;
using System.Text;

namespace WebhookKit.Chaos.Proxying;

/// <summary>
/// Reads along what a PostgreSQL server says on one connection, and holds each answer back until it is complete: an answer
/// that ends outside a transaction, after a command was completed, is the answer to something that is committed. What comes
/// before the first answer (logging in) and between two answers (notifications) goes through at once.
/// </summary>
internal sealed class AnswerGate(ICutRule rule, long link)
{
    private const int HeadLength = 5;
    private const byte ReadyForQuery = (byte)'Z';
    private const byte CommandComplete = (byte)'C';
    private const byte Idle = (byte)'I';

    private byte[] _held = [];
    private int _read;
    private bool _isLoggedIn;
    private string? _tag;

    /// <summary>Takes what has come in.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="passed">What is to be passed on now.</param>
    /// <returns>Whether the connection is to be cut after that.</returns>
    public bool Take(ReadOnlySpan<byte> bytes, out byte[] passed)
    {
        _held = [.. _held, .. bytes];
        var held = _held.AsSpan();
        var passing = 0;
        var cuts = false;
        while (!cuts && held.Length - _read >= HeadLength)
        {
            var length = 1 + BinaryPrimitives.ReadInt32BigEndian(held[(_read + 1)..]);
            if (held.Length - _read < length)
            {
                break;
            }

            var message = held.Slice(_read, length);
            var isBetween = _read == passing && IsAsynchronous(message[0]);
            _read += length;
            cuts = Note(message);
            if (!cuts && (message[0] == ReadyForQuery || !_isLoggedIn || isBetween))
            {
                passing = _read;
            }
        }

        passed = held[..passing].ToArray();
        (_held, _read) = (_held[passing..], _read - passing);
        return cuts;
    }

    private static bool IsAsynchronous(byte type) => type is (byte)'A' or (byte)'N' or (byte)'S';

    private bool Note(ReadOnlySpan<byte> message)
    {
        switch (message[0])
        {
            case CommandComplete:
                _tag = Encoding.ASCII.GetString(message[HeadLength..^1]);
                return false;
            case ReadyForQuery:
                var tag = _tag;
                _tag = null;
                var wasLoggedIn = _isLoggedIn;
                _isLoggedIn = true;
                return wasLoggedIn && tag is not null && message[HeadLength] == Idle && ShouldCut(tag);
            default:
                return false;
        }
    }

    private bool ShouldCut(string tag)
    {
        lock (rule)
        {
            return rule.ShouldCut(link, tag);
        }
    }
}
