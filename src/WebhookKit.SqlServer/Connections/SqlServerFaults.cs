using System.Collections.Frozen;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Connections;

/// <summary>
/// Tells the kinds of errors apart, in one place. The driver's own <see cref="System.Data.Common.DbException.IsTransient"/> says false of a deadlock, and
/// a connection that is lost has the number 0 on some systems, so that number, class and inner exception are looked at together.
/// </summary>
internal static class SqlServerFaults
{
    /// <summary>From here on the server closes the connection.</summary>
    private const byte ClosesTheConnection = 20;

    private static readonly FrozenDictionary<int, SqlServerFault> ByNumber = Numbers().ToFrozenDictionary(entry => entry.Number, entry => entry.Fault);

    public static SqlServerFault Classify(SqlException exception) =>
        Classify(exception.Number, exception.Class, exception.InnerException);

    /// <param name="number">What the server or the driver calls the error.</param>
    /// <param name="severity">The error's class, from 0 to 25.</param>
    /// <param name="inner">What the driver found beneath, if anything.</param>
    public static SqlServerFault Classify(int number, byte severity, Exception? inner) =>
        ByNumber.TryGetValue(number, out var fault) ? fault
        : Holds<AuthenticationException>(inner) ? SqlServerFault.HandshakeFailed
        : severity >= ClosesTheConnection || Holds<SocketException>(inner) || Holds<IOException>(inner) ? SqlServerFault.ConnectionLost
        : SqlServerFault.Refused;

    /// <summary>Whether doing the same again, in a new transaction, may help. Whatever is done again knows what it has done before.</summary>
    public static bool IsTransient(SqlServerFault fault) =>
        fault is SqlServerFault.Deadlock or SqlServerFault.Transient or SqlServerFault.ConnectionLost or SqlServerFault.TimedOut
            or SqlServerFault.Full or SqlServerFault.ReadOnly;

    private static bool Holds<T>(Exception? exception)
        where T : Exception
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one is T)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(int Number, SqlServerFault Fault)> Numbers()
    {
        (SqlServerFault Fault, int[] Numbers)[] table =
        [
            (SqlServerFault.Deadlock, [1205]),
            (SqlServerFault.DuplicateKey, [2601, 2627]),

            // -2: the driver's own; 258: the network layer's.
            (SqlServerFault.TimedOut, [-2, 258]),

            // Names not found, ports closed, sockets reset: the codes of Windows, which the driver passes on there.
            (SqlServerFault.ConnectionLost, [-1, 2, 20, 53, 64, 121, 233, 10053, 10054, 10060, 10061, 11001, 17830]),

            // Locks that were not given, versions that changed (1222, 3960, 41302...), memory grants (8645, 8651), a database that
            // starts or fails over (921, 922, 4221, 9001, 18401, 40197, 40613...), and the limits of Azure SQL (10928..., 49918...).
            (SqlServerFault.Transient,
            [
                615, 669, 921, 922, 926, 927, 952, 983, 997, 1203, 1204, 1221, 1222, 3960, 3961, 4221, 6005, 8628, 8645, 8651, 9001, 9515,
                10922, 10928, 10929, 10930, 10936, 14355, 14868, 17142, 17197, 18401, 20041, 35202, 40143, 40166, 40197, 40501, 40540, 40613,
                41301, 41302, 41305, 41325, 41700, 41839, 42108, 42109, 49918, 49919, 49920,
            ]),
            (SqlServerFault.Full, [701, 802, 1101, 1105, 3257, 5149, 9002, 40544, 40549, 40550, 40551, 40552, 40553]),
            (SqlServerFault.ReadOnly, [976, 978, 3906, 3908, 15628, 46510]),
            (SqlServerFault.LoginFailed, [4818, 18450, 18452, 18456, 18458, 18461, 18463, 18470, 18486, 18487, 18488, 40532]),
            (SqlServerFault.DatabaseMissing, [911, 916, 4060, 4064]),
            (SqlServerFault.RightMissing, [229, 230, 262, 297, 300, 2760, 3704, 15151, 15247, 15562, 40515]),
            (SqlServerFault.SchemaMissing, [207, 208, 213, 349, 2715]),
        ];
        return table.SelectMany(row => row.Numbers.Select(number => (number, row.Fault)));
    }
}
