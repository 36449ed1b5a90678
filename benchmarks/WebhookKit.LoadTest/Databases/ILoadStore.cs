namespace WebhookKit.LoadTest.Databases;

/// <summary>Where databases come from during a run.</summary>
internal interface ILoadStore : IAsyncDisposable
{
    /// <summary>An empty one, which goes away with the last who uses it.</summary>
    Task<ILoadDatabase> CreateAsync();
}
