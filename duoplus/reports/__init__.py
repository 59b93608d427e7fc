from duoplus.reports.base import Column, Dataset, TeVeelRijen, leg_export_vast, uit_eigen_transactie

__all__ = ["Column", "Dataset", "TeVeelRijen", "leg_export_vast", "uit_eigen_transactie"]
