using System.Net.Sockets;
using System.Security.Authentication;
using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Tests.Connections;

internal sealed class SqlServerFaultsTests
{
    [TestCase(1205, 13, SqlServerFault.Deadlock)]
    [TestCase(2601, 14, SqlServerFault.DuplicateKey)]
    [TestCase(2627, 14, SqlServerFault.DuplicateKey)]
    [TestCase(-2, 11, SqlServerFault.TimedOut)]
    [TestCase(1222, 16, SqlServerFault.Transient)]
    [TestCase(3960, 16, SqlServerFault.Transient)]
    [TestCase(40613, 17, SqlServerFault.Transient)]
    [TestCase(40197, 17, SqlServerFault.Transient)]
    [TestCase(49918, 16, SqlServerFault.Transient)]
    [TestCase(10928, 20, SqlServerFault.Transient)]
    [TestCase(9002, 17, SqlServerFault.Full)]
    [TestCase(1105, 17, SqlServerFault.Full)]
    [TestCase(3906, 16, SqlServerFault.ReadOnly)]
    [TestCase(18456, 14, SqlServerFault.LoginFailed)]
    [TestCase(4060, 11, SqlServerFault.DatabaseMissing)]
    [TestCase(229, 14, SqlServerFault.RightMissing)]
    [TestCase(262, 14, SqlServerFault.RightMissing)]
    [TestCase(208, 16, SqlServerFault.SchemaMissing)]
    [TestCase(2715, 16, SqlServerFault.SchemaMissing)]
    [TestCase(10054, 20, SqlServerFault.ConnectionLost)]
    [TestCase(547, 16, SqlServerFault.Refused)]
    [TestCase(8152, 16, SqlServerFault.Refused)]
    public void The_number_decides(int number, byte severity, SqlServerFault expected) =>
        Assert.That(SqlServerFaults.Classify(number, severity, null), Is.EqualTo(expected));

    [Test]
    public void A_connection_that_was_reset_has_no_number_but_a_severity() =>
        Assert.That(SqlServerFaults.Classify(0, 20, null), Is.EqualTo(SqlServerFault.ConnectionLost));

    [Test]
    public void A_network_error_beneath_is_a_lost_connection_at_any_depth()
    {
        var inner = new InvalidOperationException("reading", new IOException("transport", new SocketException((int)SocketError.ConnectionReset)));

        Assert.That(SqlServerFaults.Classify(0, 11, inner), Is.EqualTo(SqlServerFault.ConnectionLost));
    }

    [Test]
    public void A_certificate_that_is_refused_stays_so()
    {
        var fault = SqlServerFaults.Classify(-2146893019, 20, new AuthenticationException("untrusted"));

        Assert.That(fault, Is.EqualTo(SqlServerFault.HandshakeFailed));
        Assert.That(SqlServerFaults.IsTransient(fault), Is.False);
    }

    [Test]
    public void What_trying_again_may_help_is_transient()
    {
        var transient = Enum.GetValues<SqlServerFault>().Where(SqlServerFaults.IsTransient);

        Assert.That(transient, Is.EquivalentTo(
        [
            SqlServerFault.Deadlock, SqlServerFault.Transient, SqlServerFault.ConnectionLost, SqlServerFault.TimedOut, SqlServerFault.Full,
            SqlServerFault.ReadOnly,
        ]));
    }
}
