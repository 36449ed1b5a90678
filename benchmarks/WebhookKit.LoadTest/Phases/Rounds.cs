using WebhookKit.LoadTest.Arguments;
using WebhookKit.LoadTest.Loading;
using WebhookKit.LoadTest.Measuring;
using WebhookKit.LoadTest.Reporting;

namespace WebhookKit.LoadTest.Phases;

/// <summary>The same again, as often as asked for.</summary>
internal static class Rounds
{
    public static async Task RepeatAsync(LoadRig rig, Func<Task> round)
    {
        for (var number = 0; number < rig[LoadOption.Rounds]; number++)
        {
            await round();
        }
    }

    /// <summary>Warms a phase up with less than it will deliver, and then repeats it.</summary>
    /// <param name="rig">What stands around it.</param>
    /// <param name="drain">The phase.</param>
    /// <param name="before">What runs before each round and is put into it.</param>
    public static async Task<IReadOnlyList<DrainRound>> RunAsync(LoadRig rig, DrainPhase drain, Func<Task<BareResult>>? before = null)
    {
        await WarmUp.UntilSettledAsync(() => drain.RunAsync(Math.Min(rig[LoadOption.Deliveries], DrainPhase.WarmUpDeliveries)));
        var rounds = new List<DrainRound>();
        await RepeatAsync(rig, async () =>
        {
            var bare = before is null ? null : await before();
            rounds.Add(await drain.RunAsync(rig[LoadOption.Deliveries]) with { Bare = bare });
        });
        return rounds;
    }

    /// <summary>The report of rounds of one phase.</summary>
    public static Report ReportOn(LoadRig rig, IReadOnlyList<DrainRound> rounds, Func<Figures, IEnumerable<Bar>>? bars = null)
    {
        var figures = DrainRound.Median(rounds);
        return new Report
        {
            Arguments = rig.Arguments,
            Totals = figures,
            Phases = [.. rounds.Select((round, number) => new Phase($"round {number + 1}", DrainRound.Median([round])))],
            Bars = bars is not null && rig.Arguments.Store == StoreKind.Postgres ? [.. bars(figures)] : [],
            Notes = OutcomeCheck.NotesOn(rig),
        };
    }

    /// <summary>The report of phases that are compared.</summary>
    /// <param name="rig">What stood around them.</param>
    /// <param name="phases">The phases; what was lost or doubled in any of them counts.</param>
    /// <param name="main">The one whose figures stand for the run.</param>
    /// <param name="ratio">What is compared.</param>
    /// <param name="bars">The targets.</param>
    /// <param name="notes">What a reader must know.</param>
    public static Report Compare(LoadRig rig, IReadOnlyList<Phase> phases, Phase main, double? ratio, IEnumerable<Bar> bars, params IReadOnlyList<string> notes) => new()
    {
        Arguments = rig.Arguments,
        Totals = main.Figures with
        {
            Ratio = ratio,
            Lost = phases.Sum(phase => phase.Figures.Lost),
            Duplicates = phases.Sum(phase => phase.Figures.Duplicates),
        },
        Phases = phases,
        Bars = [.. bars],
        Notes = notes,
    };
}
