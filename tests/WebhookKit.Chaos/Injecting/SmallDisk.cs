using System.Diagnostics;

namespace WebhookKit.Chaos.Injecting;

/// <summary>
/// A disk of a few megabytes, which can be filled and freed. A shell that reads a pipe which only we hold unmounts it, so that
/// it goes away with this process, even if this process is killed.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Script = """
        trap '' INT
        mount -t tmpfs -o "size=$2,mode=1777" tmpfs "$1" || exit 1
        echo mounted
        cat >/dev/null
        umount -l "$1"
        rmdir "$1"
        """;

    private readonly Process _holder;

    private SmallDisk(Process holder, string folder) => (_holder, Folder) = (holder, folder);

    public string Folder { get; }

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <exception cref="ScenarioFailedException">This process may not mount.</exception>
    public static async Task<SmallDisk> MountAsync(long bytes)
    {
        var folder = Directory.CreateTempSubdirectory("webhookkit-disk-").FullName;
        var holder = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "disk", folder, bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await holder.StandardOutput.ReadLineAsync() is not null)
        {
            return new SmallDisk(holder, folder);
        }

        var said = await holder.StandardError.ReadToEndAsync();
        Directory.Delete(folder);
        holder.Dispose();
        throw new ScenarioFailedException(
            $"A full disk needs a tmpfs of its own, and mounting one was refused: {said.Trim()}. Run it as root, in a container with CAP_SYS_ADMIN.");
    }

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
