using System.Collections.ObjectModel;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>Connections that are closed together.</summary>
internal sealed class ConnectionGroup(IList<SqlConnection> connections) : Collection<SqlConnection>(connections), IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in this)
        {
            await connection.DisposeAsync();
        }
    }
}
