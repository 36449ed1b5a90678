using System.Text;
using WebhookKit.Sending;

namespace WebhookKit.Tests.Sending;

public sealed class ExcerptTextTests
{
    [TestCase("ok", "ok")]
    [TestCase("line\r\n\tline", "line\r\n\tline")]
    [TestCase("grün 日本 😀", "grün 日本 😀")]
    [TestCase("a\0b", "a\uFFFDb")]
    [TestCase("a\u001b[31mb", "a\uFFFD[31mb")]
    [TestCase("a\u007f\u0085b", "a\uFFFD\uFFFDb")]
    public void Control_characters_are_replaced_and_text_is_kept(string body, string expected)
    {
        Assert.That(ExcerptText.Clean(Encoding.UTF8.GetBytes(body), isCut: false), Is.EqualTo(expected));
    }

    [TestCase("ED A0 80", Description = "a lone surrogate, encoded")]
    [TestCase("FF FE 41 00", Description = "UTF-16")]
    [TestCase("C3 28")]
    [TestCase("F0 9F 98", Description = "ends inside a character")]
    [TestCase("80 81 82")]
    public void Bytes_that_are_not_UTF8_become_replacement_characters(string hex)
    {
        var text = ExcerptText.Clean(Convert.FromHexString(hex.Replace(" ", "")), isCut: false);

        Assert.That(text, Does.Contain('\uFFFD'));
        Assert.That(text!.Any(char.IsSurrogate), Is.False);
        Assert.That(text, Does.Not.Contain('\0'));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_cut_through_a_character_leaves_it_out(int bytesOfEmoji)
    {
        var bytes = Encoding.UTF8.GetBytes("ab😀").AsSpan(0, 2 + bytesOfEmoji);

        Assert.That(ExcerptText.Clean(bytes, isCut: true), Is.EqualTo("ab"));
    }

    [Test]
    public void Random_bytes_always_become_text_that_can_be_encoded_again()
    {
        var random = new Random(7);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);

            var text = ExcerptText.Clean(bytes, isCut: i % 2 == 0) ?? "";

            Assert.That(strict.GetString(strict.GetBytes(text)), Is.EqualTo(text));
            Assert.That(text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')), Is.False);
        }
    }
}
