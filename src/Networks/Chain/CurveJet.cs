namespace FreeSpectra.Networks.Chain;

/// <summary>A real point of the curve with first and second derivatives in the parameter.</summary>
internal readonly record struct CurveJet<T>(T Z, T Z1, T Z2, T F, T F1, T F2)
    where T : struct;
