using System.Buffers.Binary;
using System.Text;
using WebhookKit.Chaos.Proxying;

namespace WebhookKit.Chaos.Tests.Proxying;

public sealed class AnswerGateTests
{
    private const byte Idle = (byte)'I';
    private const byte InTransaction = (byte)'T';

    private static readonly byte[] Login = [.. Message('R', 0, 0, 0, 0), .. Message('S', (byte)'x', 0, (byte)'y', 0), .. Message('Z', Idle)];
    private static readonly byte[] Insert = [.. Message('C', [.. "INSERT 0 1"u8, 0]), .. Message('Z', InTransaction)];
    private static readonly byte[] Commit = [.. Message('C', [.. "COMMIT"u8, 0]), .. Message('Z', Idle)];
    private static readonly byte[] Prepared = [.. Message('1'), .. Message('t', 0, 0), .. Message('n'), .. Message('Z', Idle)];

    private TagRule _rule = null!;
    private AnswerGate _gate = null!;

    [SetUp]
    public void CreateGate() => _gate = new AnswerGate(_rule = new TagRule(), link: 1);

    [Test]
    public void Logging_in_goes_through_piece_by_piece()
    {
        var passed = Take([.. Login[..9]]).Concat(Take([.. Login[9..]])).ToArray();

        Assert.That(passed, Is.EqualTo(Login));
        Assert.That(_rule.Asked, Is.Empty);
    }

    [Test]
    public void Nothing_of_an_answer_to_a_commit_goes_through_that_is_cut_and_all_before_it_does()
    {
        _rule.Cut = "COMMIT";
        Take(Login);

        var cuts = _gate.Take([.. Insert, .. Commit], out var passed);

        Assert.That(cuts, Is.True);
        Assert.That(passed, Is.EqualTo(Insert));
        Assert.That(_rule.Asked, Is.EqualTo(new[] { "COMMIT" }));
    }

    [Test]
    public void However_an_answer_is_torn_apart_it_goes_through_whole_where_it_is_not_cut()
    {
        Take(Login);
        var passed = Commit.SelectMany(one => Take([one])).ToArray();

        Assert.That(passed, Is.EqualTo(Commit));
    }

    [Test]
    public void What_is_inside_a_transaction_or_completes_no_command_is_never_asked_about()
    {
        Take(Login);
        Take(Insert);
        Take(Prepared);

        Assert.That(_rule.Asked, Is.Empty);
    }

    [Test]
    public void A_notification_between_two_answers_goes_through_at_once()
    {
        Take(Login);
        var notification = Message('A', 0, 0, 0, 1, (byte)'c', 0, 0);

        Assert.That(Take(notification), Is.EqualTo(notification));
    }

    private byte[] Take(byte[] bytes)
    {
        Assert.That(_gate.Take(bytes, out var passed), Is.False);
        return passed;
    }

    private static byte[] Message(char type, params byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = Encoding.ASCII.GetBytes([type])[0];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        return message;
    }

    private sealed class TagRule : ICutRule
    {
        public string? Cut { get; set; }

        public List<string> Asked { get; } = [];

        public bool ShouldCut(long link, string tag)
        {
            Asked.Add(tag);
            return tag == Cut;
        }
    }
}
